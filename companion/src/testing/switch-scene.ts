import type { Switch, SwitchPhase } from '../contract/contract.ts';
import { SwitchBench, TIMES, USER } from './switch-fixtures.ts';

/**
 * For each test of a file: a user with two built projects, `alpha` and `beta`,
 * and a clock that stands still until the test lets time pass.
 */
export class SwitchScene {
  bench = new SwitchBench();

  /** Make a scene; called once, at the top of a test file. */
  static perTest(): SwitchScene {
    const scene = new SwitchScene();
    beforeEach(async () => {
      jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
      scene.bench = new SwitchBench();
      await scene.bench.project('alpha', 'alpha-1');
      await scene.bench.project('beta', 'beta-1');
    });
    afterEach(async () => {
      await scene.bench.close();
      jest.useRealTimers();
    });
    return scene;
  }

  /** Let everything happen that is due within this time. */
  pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

  /** Let the user work in alpha. */
  inAlpha = async (): Promise<void> => {
    const done = this.bench.switchTo('alpha');
    await this.pass(0);
    await done;
  };

  begin = (project: string, image?: string): Promise<Switch> =>
    this.bench.switcher.start(USER, {
      project,
      ...(image === undefined ? {} : { image })
    });

  /** Return when the project was used last, in milliseconds, if ever. */
  lastUsed = async (project: string): Promise<number | undefined> => {
    const { last_used } = await this.bench.store
      .selectFrom('projects')
      .select('last_used')
      .where('id', '=', project)
      .executeTakeFirstOrThrow();
    return last_used === null ? undefined : Date.parse(last_used);
  };

  latest = async (): Promise<Switch> =>
    (await this.bench.switcher.latest(USER))!;

  phases = async (): Promise<SwitchPhase[]> =>
    (await this.latest()).steps.map(step => step.phase);

  saved = (
    id: string,
    page: string,
    move: boolean,
    unsaved: string[]
  ): Promise<Switch> =>
    this.bench.switcher.saved(USER, id, { page, move, unsaved });

  /** Move the user to beta; a page of alpha stays open with unsaved work. */
  leaveUnsaved = async (): Promise<{ id: string; close: () => void }> => {
    const close = this.bench.open('alpha', 'page');
    const { id } = await this.begin('beta');
    await this.pass(0);
    await this.saved(id, 'page', true, ['notes.md']);
    await this.pass(TIMES.arriveDeadlineMs);
    return { id, close };
  };
}
