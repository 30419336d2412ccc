import { held, ref, TIMES, USER } from '../testing/switch-fixtures.ts';
import { SwitchScene } from '../testing/switch-scene.ts';

const scene = SwitchScene.perTest();
const { pass, inAlpha, begin, latest, phases, saved } = scene;

describe('keepWarm', () => {
  beforeEach(async () => {
    scene.bench.keepWarm = 1;
    await scene.bench.project('gamma', 'gamma-1');
    await inAlpha();
  });

  it('leaves the last server running, and the switch is done at active', async () => {
    await begin('beta');
    await pass(0);
    expect(await phases()).not.toContain('stopping-previous');
    expect((await latest()).keepsPrevious).toBe(true);
    await pass(3_600_000);
    expect(await scene.bench.running()).toEqual(['alpha', 'beta']);
  });

  it('a switch back starts nothing', async () => {
    await begin('beta');
    await pass(0);
    await begin('alpha');
    await pass(0);
    expect(await phases()).toEqual(['waiting', 'ready', 'active', 'done']);
    expect(scene.bench.driver.started).toHaveLength(2);
    expect((await latest()).image).toBe('alpha-1');
    expect(await scene.bench.active()).toBe('alpha');
  });

  it('stops those that were left before', async () => {
    await begin('beta');
    await pass(1);
    await begin('gamma');
    await pass(0);
    expect(await scene.bench.running()).toEqual(['beta', 'gamma']);
    const rows = await scene.bench.store
      .selectFrom('servers')
      .select('name')
      .execute();
    expect(rows.map(row => row.name).sort()).toEqual(['beta', 'gamma']);
  });

  it('does not stop one with unsaved work', async () => {
    scene.bench.open('alpha', 'page');
    const { id } = await begin('beta');
    await pass(0);
    await saved(id, 'page', true, ['notes.md']);
    await pass(1);
    await begin('gamma');
    await pass(0);
    expect(await scene.bench.running()).toEqual(['alpha', 'beta', 'gamma']);
    await saved(id, 'page', false, []);
    await pass(0);
    expect(await scene.bench.running()).toEqual(['beta', 'gamma']);
  });

  it('never keeps another server of the same project', async () => {
    await scene.bench.image('alpha', 'alpha-2', -1);
    await begin('alpha');
    await pass(TIMES.stopGraceMs);
    expect(await phases()).toContain('stopping-previous');
    expect(await scene.bench.running()).toEqual(['alpha-b']);
  });
});

describe('the same project', () => {
  it('on another image moves between its two server names', async () => {
    await inAlpha();
    await scene.bench.image('alpha', 'alpha-2', -1);
    await begin('alpha');
    await pass(TIMES.stopGraceMs);
    expect(await latest()).toMatchObject({
      from: 'alpha',
      project: 'alpha',
      url: '/user/ada/alpha-b/lab/workspaces/alpha',
      previousServer: '/user/ada/alpha/'
    });
    await begin('alpha', 'alpha-1');
    await pass(TIMES.stopGraceMs);
    expect(await scene.bench.running()).toEqual(['alpha']);
  });

  it('on the image that it runs is done at once', async () => {
    await inAlpha();
    const there = await begin('alpha');
    expect(there).toMatchObject({
      phase: 'done',
      url: '/user/ada/alpha/lab/workspaces/alpha'
    });
    expect(scene.bench.driver.started).toHaveLength(1);
  });

  it('is started again when its server has died', async () => {
    await inAlpha();
    scene.bench.driver.exit(ref('alpha'));
    await pass(0);
    expect(scene.bench.changed.at(-1)).toBe('alpha');
    await begin('alpha');
    await pass(0);
    expect(await latest()).toMatchObject({ phase: 'done', from: 'alpha' });
    expect(await scene.bench.running()).toHaveLength(1);
  });

  it('is busy while both its servers are needed', async () => {
    await inAlpha();
    scene.bench.open('alpha', 'page');
    await scene.bench.image('alpha', 'alpha-2', -1);
    const { id } = await begin('alpha');
    await pass(0);
    await saved(id, 'page', true, ['notes.md']);
    await pass(TIMES.arriveDeadlineMs);
    await scene.bench.image('alpha', 'alpha-3', -2);
    await begin('alpha');
    await pass(0);
    expect((await latest()).error?.code).toBe('project-busy');
    expect(await scene.bench.running()).toEqual(['alpha', 'alpha-b']);
  });
});

describe('stop', () => {
  it('stops a warm server', async () => {
    scene.bench.keepWarm = 1;
    await inAlpha();
    await begin('beta');
    await pass(0);
    await scene.bench.switcher.stopServer(USER, 'alpha');
    expect(await scene.bench.running()).toEqual(['beta']);
  });

  it('stops the active one, but not under a page that has not saved', async () => {
    await inAlpha();
    const { switcher } = scene.bench;
    const open = {
      code: 'project-active',
      options: { values: { reason: 'open' } }
    };
    scene.bench.open('alpha', 'mine');
    const close = scene.bench.open('alpha', 'other');
    await expect(switcher.stopServer(USER, 'alpha')).rejects.toMatchObject(
      open
    );
    await expect(
      switcher.stopServer(USER, 'alpha', 'mine')
    ).rejects.toMatchObject(open);
    expect(await scene.bench.running()).toEqual(['alpha']);
    close();
    await switcher.stopServer(USER, 'alpha', 'mine');
    expect(await scene.bench.running()).toEqual([]);
  });

  it('stops the active one that nobody looks at, and starts it again', async () => {
    await inAlpha();
    await scene.bench.switcher.stopServer(USER, 'alpha');
    expect(await scene.bench.running()).toEqual([]);
    await inAlpha();
    // An old tab may still be open at the first name.
    expect(await scene.bench.running()).toEqual(['alpha-b']);
  });

  it('is refused while a switch involves the project', async () => {
    const start = held();
    scene.bench.driver.starting = start.wait;
    await begin('beta');
    await start.begun;
    await expect(
      scene.bench.switcher.stopServer(USER, 'beta')
    ).rejects.toMatchObject({ code: 'project-busy' });
    start.release();
  });
});
