import { ref, TIMES, USER } from '../../testing/switch-fixtures.ts';
import { SwitchScene } from '../../testing/switch-scene.ts';

const scene = SwitchScene.perTest();
const { pass, inAlpha, begin, latest, phases, saved } = scene;

describe('hand-over', () => {
  it('is at once when no page of the old server is open', async () => {
    await inAlpha();
    await begin('beta');
    await pass(0);
    expect((await latest()).phase).toBe('active');
    expect(await scene.bench.active()).toBe('beta');

    await pass(TIMES.stopGraceMs - 1);
    expect(await scene.bench.running()).toEqual(['alpha', 'beta']);
    await pass(1);
    expect(await phases()).toContain('stopping-previous');
    expect(await scene.bench.running()).toEqual(['beta']);
  });

  it('waits for a page that is open, however long', async () => {
    await inAlpha();
    scene.bench.open('alpha', 'page');
    const { id } = await begin('beta');
    await pass(3_600_000);
    expect((await latest()).phase).toBe('ready');
    expect(await scene.bench.active()).toBe('alpha');

    await saved(id, 'page', false, []);
    await pass(0);
    expect((await latest()).phase).toBe('ready');
    await saved(id, 'page', true, []);
    await pass(0);
    expect((await latest()).phase).toBe('active');
  });

  it('stops the old server when the new page has arrived, not before 5 s', async () => {
    await inAlpha();
    const close = scene.bench.open('alpha', 'page');
    const { id } = await begin('beta');
    await pass(0);
    await saved(id, 'page', true, []);
    await pass(0);
    close();
    await scene.bench.switcher.arrived(USER, id, ref('beta'));
    await pass(TIMES.stopGraceMs - 1);
    expect(scene.bench.driver.stopped).toEqual([]);
    await pass(1);
    expect((await latest()).phase).toBe('done');
    expect(await scene.bench.running()).toEqual(['beta']);
  });

  it('does not wait for ever for a page that never arrives', async () => {
    await inAlpha();
    scene.bench.open('alpha', 'page');
    const { id } = await begin('beta');
    await pass(0);
    await saved(id, 'page', true, []);
    await pass(TIMES.arriveDeadlineMs - 1);
    expect(scene.bench.driver.stopped).toEqual([]);
    await pass(1);
    expect(await scene.bench.running()).toEqual(['beta']);
  });

  it('waits for the other pages to save, 10 s at most', async () => {
    await inAlpha();
    scene.bench.open('alpha', 'page');
    scene.bench.open('alpha', 'other');
    const { id } = await begin('beta');
    await pass(0);
    await saved(id, 'page', true, []);
    await pass(0);
    await scene.bench.switcher.arrived(USER, id, ref('beta'));
    await pass(TIMES.savedDeadlineMs - 1);
    expect(scene.bench.driver.stopped).toEqual([]);
    await pass(1);
    expect(await scene.bench.running()).toEqual(['beta']);
  });

  it('keeps the old server while a page has unsaved work there', async () => {
    await inAlpha();
    scene.bench.open('alpha', 'page');
    scene.bench.open('alpha', 'other');
    const { id } = await begin('beta');
    await pass(0);
    await saved(id, 'other', false, ['notes.md']);
    await saved(id, 'page', true, []);
    await pass(TIMES.arriveDeadlineMs);
    expect(await latest()).toMatchObject({ phase: 'done' });
    expect((await latest()).warning).toBe('previous-has-unsaved-work');
    await pass(3_600_000);
    expect(await scene.bench.running()).toEqual(['alpha', 'beta']);

    await saved(id, 'other', false, []);
    await pass(0);
    expect(await scene.bench.running()).toEqual(['beta']);
  });

  it('stops it when the page with unsaved work stays closed', async () => {
    await inAlpha();
    const { close } = await scene.leaveUnsaved();
    close();
    await pass(TIMES.arriveDeadlineMs - 1);
    const again = scene.bench.open('alpha', 'page');
    await pass(3_600_000);
    expect(await scene.bench.running()).toEqual(['alpha', 'beta']);
    again();
    await pass(TIMES.arriveDeadlineMs);
    expect(await scene.bench.running()).toEqual(['beta']);
  });

  it('goes on when all pages are gone for a while, not for a moment', async () => {
    await inAlpha();
    const close = scene.bench.open('alpha', 'page');
    await begin('beta');
    await pass(0);
    close();
    await pass(TIMES.absentMs - 1);
    const again = scene.bench.open('alpha', 'page');
    await pass(TIMES.absentMs * 10);
    expect((await latest()).phase).toBe('ready');
    again();
    await pass(TIMES.absentMs);
    expect((await latest()).phase).toBe('active');
  });

  it('believes only the new server that its page has arrived', async () => {
    await inAlpha();
    const { id } = await begin('beta');
    await pass(0);
    for (const server of [undefined, ref('alpha')]) {
      await expect(
        scene.bench.switcher.arrived(USER, id, server)
      ).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('ends with a warning when the old server does not stop', async () => {
    await inAlpha();
    scene.bench.driver.stopping = () => new Promise(() => undefined);
    await begin('beta');
    await pass(TIMES.stopGraceMs + TIMES.stopTimeoutMs);
    expect((await latest()).phase).toBe('done');
    expect((await latest()).warning).toBe('previous-not-stopped');
    expect(await scene.bench.active()).toBe('beta');
  });
});
