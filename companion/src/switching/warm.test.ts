import {
  held,
  ref,
  SwitchBench,
  TIMES,
  USER
} from '../testing/switch-fixtures.ts';

let bench: SwitchBench;

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  bench = new SwitchBench();
  await bench.project('alpha', 'alpha-1');
  await bench.project('beta', 'beta-1');
});

afterEach(async () => {
  await bench.close();
  jest.useRealTimers();
});

/** Let everything happen that waits for no later time than this. */
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

/** The user works in alpha. */
async function inAlpha(): Promise<void> {
  const done = bench.switchTo('alpha');
  await pass(0);
  await done;
}

const begin = (project: string, image?: string) =>
  bench.switcher.start(USER, {
    project,
    ...(image === undefined ? {} : { image })
  });
const latest = async () => (await bench.switcher.latest(USER))!;
const phases = async () => (await latest()).steps.map(step => step.phase);
const saved = (id: string, page: string, move: boolean, unsaved: string[]) =>
  bench.switcher.saved(USER, id, { page, move, unsaved });

describe('keepWarm', () => {
  beforeEach(async () => {
    bench.keepWarm = 1;
    await bench.project('gamma', 'gamma-1');
    await inAlpha();
  });

  it('leaves the last server running, and the switch is done at active', async () => {
    await begin('beta');
    await pass(0);
    expect(await phases()).not.toContain('stopping-previous');
    expect((await latest()).keepsPrevious).toBe(true);
    await pass(3_600_000);
    expect(await bench.running()).toEqual(['alpha', 'beta']);
  });

  it('a switch back starts nothing', async () => {
    await begin('beta');
    await pass(0);
    await begin('alpha');
    await pass(0);
    expect(await phases()).toEqual(['waiting', 'ready', 'active', 'done']);
    expect(bench.driver.started).toHaveLength(2);
    expect(await bench.active()).toBe('alpha');
  });

  it('stops those that were left before', async () => {
    await begin('beta');
    await pass(1);
    await begin('gamma');
    await pass(0);
    expect(await bench.running()).toEqual(['beta', 'gamma']);
    const rows = await bench.store
      .selectFrom('servers')
      .select('name')
      .execute();
    expect(rows.map(row => row.name).sort()).toEqual(['beta', 'gamma']);
  });

  it('does not stop one with unsaved work', async () => {
    bench.open('alpha', 'page');
    const { id } = await begin('beta');
    await pass(0);
    await saved(id, 'page', true, ['notes.md']);
    await pass(1);
    await begin('gamma');
    await pass(0);
    expect(await bench.running()).toEqual(['alpha', 'beta', 'gamma']);
    await saved(id, 'page', false, []);
    await pass(0);
    expect(await bench.running()).toEqual(['beta', 'gamma']);
  });

  it('never keeps another server of the same project', async () => {
    await bench.image('alpha', 'alpha-2', -1);
    await begin('alpha');
    await pass(TIMES.stopGraceMs);
    expect(await phases()).toContain('stopping-previous');
    expect(await bench.running()).toEqual(['alpha-b']);
  });
});

describe('the same project', () => {
  it('on another image moves between its two server names', async () => {
    await inAlpha();
    await bench.image('alpha', 'alpha-2', -1);
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
    expect(await bench.running()).toEqual(['alpha']);
  });

  it('on the image that it runs is done at once', async () => {
    await inAlpha();
    const there = await begin('alpha');
    expect(there).toMatchObject({
      phase: 'done',
      url: '/user/ada/alpha/lab/workspaces/alpha'
    });
    expect(bench.driver.started).toHaveLength(1);
  });

  it('is started again when its server has died', async () => {
    await inAlpha();
    bench.driver.exit(ref('alpha'));
    await pass(0);
    expect(bench.changed.at(-1)).toBe('alpha');
    await begin('alpha');
    await pass(0);
    expect(await latest()).toMatchObject({ phase: 'done', from: 'alpha' });
    expect(await bench.running()).toHaveLength(1);
  });

  it('is busy while both its servers are needed', async () => {
    await inAlpha();
    bench.open('alpha', 'page');
    await bench.image('alpha', 'alpha-2', -1);
    const { id } = await begin('alpha');
    await pass(0);
    await saved(id, 'page', true, ['notes.md']);
    await pass(TIMES.arriveDeadlineMs);
    await bench.image('alpha', 'alpha-3', -2);
    await begin('alpha');
    await pass(0);
    expect((await latest()).error?.code).toBe('project-busy');
    expect(await bench.running()).toEqual(['alpha', 'alpha-b']);
  });
});

describe('stop', () => {
  it('stops a warm server, not the active one', async () => {
    bench.keepWarm = 1;
    await inAlpha();
    await begin('beta');
    await pass(0);
    await expect(bench.switcher.stopServer(USER, 'beta')).rejects.toMatchObject(
      { code: 'project-active' }
    );
    await bench.switcher.stopServer(USER, 'alpha');
    expect(await bench.running()).toEqual(['beta']);
  });

  it('is refused while a switch involves the project', async () => {
    const start = held();
    bench.driver.starting = start.wait;
    await begin('beta');
    await start.begun;
    await expect(bench.switcher.stopServer(USER, 'beta')).rejects.toMatchObject(
      { code: 'project-busy' }
    );
    start.release();
  });
});
