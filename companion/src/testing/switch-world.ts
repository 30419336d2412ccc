import type { Driver } from '../drivers/driver.ts';
import { Failed } from '../base/errors.ts';
import { PROJECTS } from './switch-acts.ts';
import type { Act, PageAct, UserAct, WorldAct } from './switch-acts.ts';
import { ref, SwitchBench, TIMES, USER } from './switch-fixtures.ts';
import { SwitchRules } from './switch-rules.ts';

/** The ways in which a start ends. */
const FAILURES = {
  succeed: undefined,
  fail: new Failed('server-exited', 'It ended.'),
  full: new Failed('no-room', 'There is no room.')
};

/** A user, their pages and a platform whose starts and stops can be held. */
export class SwitchWorld {
  readonly bench = new SwitchBench();
  readonly rules = new SwitchRules(this.bench);
  readonly #starts: ((error?: Error) => void)[] = [];
  readonly #stops: (() => void)[] = [];
  readonly #pages = new Map<string, () => void>();
  readonly #calls = new Set<Promise<unknown>>();
  #holding = true;

  constructor(keepWarm: number, strategy: Driver['strategy']) {
    const { bench } = this;
    bench.keepWarm = keepWarm;
    bench.driver.strategy = strategy;
    bench.driver.starting = ({ server }) =>
      new Promise((resolve, reject) => {
        this.rules.starts(server.name);
        if (!this.#holding) {
          resolve();
          return;
        }
        this.#starts.push(error => {
          if (error) {
            reject(error);
          } else {
            resolve();
          }
        });
      });
    bench.driver.stopping = async ({ name }) => {
      await this.rules.stops(name);
      if (this.#holding) {
        await new Promise<void>(resolve => this.#stops.push(resolve));
      }
    };
    bench.watch = shown => {
      this.rules.shows(shown);
    };
  }

  /** Let the user work in alpha, with one page. */
  async arrange(): Promise<void> {
    for (const name of PROJECTS) {
      await this.bench.project(name, `${name}-2`, `${name}-1`);
    }
    this.#holding = false;
    const done = this.bench.reaches('done');
    await this.bench.switcher.start(USER, { project: 'alpha' });
    await done;
    await jest.advanceTimersByTimeAsync(0);
    this.#holding = true;
    this.#pages.set('one', this.bench.open('alpha', 'one'));
  }

  async act(act: Act): Promise<void> {
    const id = (await this.bench.switcher.latest(USER))?.id ?? 'none';
    const active = (await this.bench.active()) ?? 'alpha';
    if (act.by === 'user') {
      this.#userActs(act, id);
    } else if (act.by === 'page') {
      this.#pageActs(act, id, active);
    } else {
      await this.#worldActs(act, active);
    }
  }

  /** Close all pages, and let everything go on that was held. */
  async quiesce(): Promise<void> {
    this.#holding = false;
    this.#pages.forEach(close => {
      close();
    });
    for (let round = 0; round < 6; round += 1) {
      this.#starts.splice(0).forEach(go => {
        go();
      });
      this.#stops.splice(0).forEach(go => {
        go();
      });
      await jest.advanceTimersByTimeAsync(TIMES.arriveDeadlineMs);
    }
    await Promise.allSettled(this.#calls);
    // Servers that did not stop in time are stopped when a switch has ended.
    await this.bench.switcher.recover();
    await jest.advanceTimersByTimeAsync(TIMES.arriveDeadlineMs * 2);
  }

  #userActs(act: UserAct, id: string): void {
    const { switcher } = this.bench;
    const { project } = act;
    switch (act.do) {
      case 'start': {
        const image = act.old ? { image: `${project}-1` } : {};
        this.#call(switcher.start(USER, { project, ...image }));
        break;
      }
      case 'cancel':
        this.#call(switcher.cancel(USER, id));
        break;
      case 'stop':
        this.#call(
          this.rules.asks(project, switcher.stopServer(USER, project))
        );
    }
  }

  #pageActs(act: PageAct, id: string, active: string): void {
    const { bench } = this;
    const { page } = act;
    switch (act.do) {
      case 'open':
        if (!this.#pages.has(page)) {
          const server = act.flag ? 'alpha' : active;
          this.#pages.set(page, bench.open(server, page));
        }
        break;
      case 'close':
        this.#pages.get(page)?.();
        this.#pages.delete(page);
        break;
      case 'saved':
      case 'move': {
        const unsaved = act.flag ? ['a.md'] : [];
        const body = { page, move: act.do === 'move', unsaved };
        this.#call(
          bench.switcher.saved(USER, id, body).then(shown => {
            this.rules.said(shown, page, act.flag);
          })
        );
        break;
      }
      case 'arrived':
        this.#call(bench.switcher.arrived(USER, id, ref(active)));
    }
  }

  async #worldActs({ do: what, ms }: WorldAct, active: string): Promise<void> {
    switch (what) {
      case 'succeed':
      case 'fail':
      case 'full':
        this.#starts.shift()?.(FAILURES[what]);
        break;
      case 'stopped':
        this.#stops.shift()?.();
        break;
      case 'exit':
        this.bench.driver.exit(ref(active));
        break;
      case 'restart':
        await this.#restart();
        break;
      case 'pass':
        await jest.advanceTimersByTimeAsync(ms);
    }
  }

  async #restart(): Promise<void> {
    const disposed = this.bench.switcher.dispose();
    await jest.advanceTimersByTimeAsync(0);
    await disposed;
    await this.bench.create().recover();
  }

  /** Keep a call. A `Failed` is an answer; any other error breaks a rule. */
  #call(answer: Promise<unknown>): void {
    const call = answer.catch((error: unknown) => {
      if (!(error instanceof Failed)) {
        this.rules.broken.push(String(error));
      }
    });
    this.#calls.add(call);
    void call.then(() => this.#calls.delete(call));
  }
}
