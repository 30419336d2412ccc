import {
  exited,
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

describe('a failure', () => {
  it('leaves the user where they were, with the reason', async () => {
    await bench.image('beta', 'beta-0', 9);
    await inAlpha();
    bench.driver.starting = () => Promise.reject(exited());
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
    expect(await bench.active()).toBe('alpha');
    expect(await bench.running()).toEqual(['alpha']);
  });

  it('that nobody foresaw tells nothing of the inside', async () => {
    bench.driver.starting = () => Promise.reject(new Error('secret'));
    await begin('beta');
    await pass(0);
    expect((await latest()).error?.code).toBe('internal');
    expect(JSON.stringify(bench.published)).not.toContain('secret');
    expect(bench.errors).toHaveLength(1);
  });

  it('is a timeout when the server is never ready', async () => {
    await inAlpha();
    bench.driver.starting = () => new Promise(() => undefined);
    await begin('beta');
    await pass(TIMES.startTimeoutMs - 1);
    expect((await latest()).phase).toBe('starting');
    await pass(1);
    expect((await latest()).error).toMatchObject({
      code: 'server-timeout',
      values: { seconds: '300' }
    });
    expect(await bench.running()).toEqual(['alpha']);
  });

  it('comes at once when the new server dies while it waits', async () => {
    await inAlpha();
    bench.open('alpha', 'page');
    await begin('beta');
    await pass(0);
    bench.driver.exit(ref('beta'));
    await pass(0);
    expect((await latest()).error?.code).toBe('server-exited');
    expect(await bench.active()).toBe('alpha');
  });

  it('does not keep the user from the next switch', async () => {
    bench.driver.starting = () => Promise.reject(exited());
    await begin('beta');
    await pass(0);
    bench.driver.starting = () => Promise.resolve();
    await begin('beta');
    await pass(0);
    expect((await latest()).phase).toBe('done');
  });
});

describe('cancel', () => {
  it('stops the new server, and the user stays', async () => {
    await inAlpha();
    bench.driver.starting = () => new Promise(() => undefined);
    const { id } = await begin('beta');
    await pass(0);
    const cancelled = await bench.switcher.cancel(USER, id);
    expect(cancelled).toMatchObject({ phase: 'cancelled', cancellable: false });
    expect(cancelled.error).toBeUndefined();
    expect(await bench.running()).toEqual(['alpha']);
    expect(await bench.active()).toBe('alpha');
  });

  it('is possible while the switch waits at ready', async () => {
    await inAlpha();
    bench.open('alpha', 'page');
    const { id } = await begin('beta');
    await pass(0);
    await bench.switcher.cancel(USER, id);
    expect(await phases()).toEqual([
      'waiting',
      'starting',
      'ready',
      'cancelled'
    ]);
    expect(await bench.running()).toEqual(['alpha']);
  });

  it('leaves a warm server warm', async () => {
    bench.keepWarm = 1;
    await inAlpha();
    await begin('beta');
    await pass(0);
    bench.open('beta', 'page');
    const { id } = await begin('alpha');
    await pass(0);
    await bench.switcher.cancel(USER, id);
    await pass(0);
    expect(await bench.running()).toEqual(['alpha', 'beta']);
    expect(await bench.active()).toBe('beta');
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'wins or loses, but not both, against a page that moves (%i)',
    async turns => {
      await inAlpha();
      bench.open('alpha', 'page');
      const { id } = await begin('beta');
      await pass(0);
      const body = { page: 'page', move: true, unsaved: [] };
      const cancelling = bench.switcher.cancel(USER, id);
      for (let turn = 0; turn < turns; turn += 1) {
        await Promise.resolve();
      }
      const moving = bench.switcher.saved(USER, id, body);
      await Promise.allSettled([cancelling, moving]);
      await pass(TIMES.arriveDeadlineMs);
      const { phase } = await latest();
      const there = phase === 'cancelled' ? 'alpha' : 'beta';
      expect(['cancelled', 'done']).toContain(phase);
      expect(await bench.active()).toBe(there);
      expect(await bench.running()).toEqual([there]);
    }
  );

  it('comes too late once the user was moved', async () => {
    await inAlpha();
    const { id } = await begin('beta');
    await pass(0);
    await expect(bench.switcher.cancel(USER, id)).rejects.toMatchObject({
      code: 'too-late-to-cancel',
      options: { switch: { id, phase: 'active' } }
    });
  });
});
