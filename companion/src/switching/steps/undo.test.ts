import { exited, ref, TIMES, USER } from '../../testing/switch-fixtures.ts';
import { SwitchScene } from '../../testing/switch-scene.ts';

const scene = SwitchScene.perTest();
const { pass, inAlpha, begin, latest, phases } = scene;

describe('a failure', () => {
  it('leaves the user where they were, with the reason', async () => {
    await scene.bench.image('beta', 'beta-0', 9);
    await inAlpha();
    scene.bench.driver.starting = () => Promise.reject(exited());
    await begin('beta');
    await pass(0);

    const failed = await latest();
    expect(await phases()).toEqual(['waiting', 'starting', 'failed']);
    expect(failed.error).toMatchObject({
      code: 'server-exited',
      detail: 'JupyterLab stopped with exit code 1.',
      logTail: ['no module named “notebook_shim”'],
      actions: ['stay', 'view-log', 'retry', 'previous-image']
    });
    expect(await scene.bench.active()).toBe('alpha');
    expect(await scene.bench.running()).toEqual(['alpha']);
  });

  it('that nobody foresaw tells nothing of the inside', async () => {
    scene.bench.driver.starting = () => Promise.reject(new Error('secret'));
    await begin('beta');
    await pass(0);
    expect((await latest()).error?.code).toBe('internal');
    expect(JSON.stringify(scene.bench.published)).not.toContain('secret');
    expect(scene.bench.errors).toHaveLength(1);
  });

  it('is a timeout when the server is never ready', async () => {
    await inAlpha();
    scene.bench.driver.starting = () => new Promise(() => undefined);
    await begin('beta');
    await pass(TIMES.startTimeoutMs - 1);
    expect((await latest()).phase).toBe('starting');
    await pass(1);
    expect((await latest()).error).toMatchObject({
      code: 'server-timeout',
      values: { seconds: '300' }
    });
    expect(await scene.bench.running()).toEqual(['alpha']);
  });

  it('comes at once when the new server dies while it waits', async () => {
    await inAlpha();
    scene.bench.open('alpha', 'page');
    await begin('beta');
    await pass(0);
    scene.bench.driver.exit(ref('beta'));
    await pass(0);
    expect((await latest()).error?.code).toBe('server-exited');
    expect(await scene.bench.active()).toBe('alpha');
  });

  it('does not keep the user from the next switch', async () => {
    scene.bench.driver.starting = () => Promise.reject(exited());
    await begin('beta');
    await pass(0);
    scene.bench.driver.starting = () => Promise.resolve();
    await begin('beta');
    await pass(0);
    expect((await latest()).phase).toBe('done');
  });
});

describe('cancel', () => {
  it('stops the new server, and the user stays', async () => {
    await inAlpha();
    scene.bench.driver.starting = () => new Promise(() => undefined);
    const { id } = await begin('beta');
    await pass(0);
    const cancelled = await scene.bench.switcher.cancel(USER, id);
    expect(cancelled).toMatchObject({ phase: 'cancelled', cancellable: false });
    expect(cancelled.error).toBeUndefined();
    expect(await scene.bench.running()).toEqual(['alpha']);
    expect(await scene.bench.active()).toBe('alpha');
  });

  it('is possible while the switch waits at ready', async () => {
    await inAlpha();
    scene.bench.open('alpha', 'page');
    const { id } = await begin('beta');
    await pass(0);
    await scene.bench.switcher.cancel(USER, id);
    expect(await phases()).toEqual([
      'waiting',
      'starting',
      'ready',
      'cancelled'
    ]);
    expect(await scene.bench.running()).toEqual(['alpha']);
  });

  it('leaves a warm server warm', async () => {
    scene.bench.keepWarm = 1;
    await inAlpha();
    await begin('beta');
    await pass(0);
    scene.bench.open('beta', 'page');
    const { id } = await begin('alpha');
    await pass(0);
    await scene.bench.switcher.cancel(USER, id);
    await pass(0);
    expect(await scene.bench.running()).toEqual(['alpha', 'beta']);
    expect(await scene.bench.active()).toBe('beta');
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'wins or loses, but not both, against a page that moves (%i)',
    async turns => {
      await inAlpha();
      scene.bench.open('alpha', 'page');
      const { id } = await begin('beta');
      await pass(0);
      const body = { page: 'page', move: true, unsaved: [] };
      const cancelling = scene.bench.switcher.cancel(USER, id);
      for (let turn = 0; turn < turns; turn += 1) {
        await Promise.resolve();
      }
      const moving = scene.bench.switcher.saved(USER, id, body);
      await Promise.allSettled([cancelling, moving]);
      await pass(TIMES.arriveDeadlineMs);
      const { phase } = await latest();
      const there = phase === 'cancelled' ? 'alpha' : 'beta';
      expect(['cancelled', 'done']).toContain(phase);
      expect(await scene.bench.active()).toBe(there);
      expect(await scene.bench.running()).toEqual([there]);
    }
  );

  it('comes too late once the user was moved', async () => {
    await inAlpha();
    const { id } = await begin('beta');
    await pass(0);
    await expect(scene.bench.switcher.cancel(USER, id)).rejects.toMatchObject({
      code: 'too-late-to-cancel',
      options: { switch: { id, phase: 'active' } }
    });
  });
});
