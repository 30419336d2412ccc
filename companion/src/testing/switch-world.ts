import type { Switch } from '../contract.ts';
import { Failed } from '../errors.ts';
import { hasEntered, isFinal } from '../switching/switch-state.ts';
import { PROJECTS } from './switch-acts.ts';
import type { Act, PageAct, UserAct, WorldAct } from './switch-acts.ts';
import { ref, SwitchBench, TIMES, USER } from './switch-fixtures.ts';

/** A user, their pages and a platform whose starts and stops can be held. */
export class SwitchWorld {
  readonly bench = new SwitchBench();
  readonly #starts: ((error?: Error) => void)[] = [];
  readonly #stops: (() => void)[] = [];
  readonly #pages = new Map<string, () => void>();
  readonly #calls = new Set<Promise<unknown>>();
  readonly #seen = new Map<string, Switch>();
  #holding = true;
  /** Projects whose servers the user asked to stop. */
  readonly #asked = new Set<string>();
  /** The switch by which each server was left, and what its pages said. */
  readonly #left = new Map<string, string>();
  readonly #unsaved = new Map<string, Map<string, boolean>>();
  /** Servers the user came to; a new one may have the name of one that died. */
  readonly #entered = new Set<string>();
  /** What must never happen, and did. */
  readonly wrong: string[] = [];

  constructor(keepWarm: number) {
    const { bench } = this;
    bench.keepWarm = keepWarm;
    bench.driver.starting = ({ server }) =>
      new Promise((resolve, reject) => {
        this.#left.delete(server.name);
        this.#entered.delete(server.name);
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
      // Looked at when the stop begins: it may be given up before the rest.
      const asked = this.#asked.has(name.replace(/-b$/, ''));
      if (!asked && this.#hasUnsaved(name)) {
        this.wrong.push(`${name} was stopped with unsaved work`);
      }
      if (this.#entered.has(name) && (await bench.active()) === name) {
        this.wrong.push(`${name} was stopped, and is active`);
      }
      if (this.#holding) {
        await new Promise<void>(resolve => this.#stops.push(resolve));
      }
    };
    bench.watch = shown => {
      this.#watch(shown);
    };
  }

  /** The user works in alpha, with one page. */
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

  /** Everybody leaves, and whatever was held goes on. */
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
    // What did not stop in time is stopped when a switch has ended.
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
        this.#asked.add(project);
        this.#call(
          switcher.stopServer(USER, project).finally(() => {
            this.#asked.delete(project);
          })
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
          bench.switcher.saved(USER, id, body).then(({ phase }) => {
            if (
              ['ready', 'active', 'stopping-previous', 'done'].includes(phase)
            ) {
              const pages = this.#unsaved.get(id) ?? new Map<string, boolean>();
              this.#unsaved.set(id, pages.set(page, act.flag));
            }
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
        this.#starts.shift()?.();
        break;
      case 'fail':
        this.#starts.shift()?.(new Failed('server-exited', 'It ended.'));
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

  /** Refusals are answers; only what is not a `Failed` is wrong. */
  #call(answer: Promise<unknown>): void {
    const call = answer.catch((error: unknown) => {
      if (!(error instanceof Failed)) {
        this.wrong.push(String(error));
      }
    });
    this.#calls.add(call);
    void call.then(() => this.#calls.delete(call));
  }

  #hasUnsaved(server: string): boolean {
    const pages = this.#unsaved.get(this.#left.get(server) ?? '');
    const open = this.bench.presence.pages(ref(server));
    return [...(pages ?? [])].some(([page, is]) => is && open.has(page));
  }

  #watch(shown: Switch): void {
    const before = this.#seen.get(shown.id);
    if (shown.phase === 'active') {
      this.#left.set(serverOf(shown.previousServer), shown.id);
      this.#left.delete(serverOf(shown.url));
      this.#entered.add(serverOf(shown.url));
    }
    if (before && isFinal(before)) {
      this.wrong.push(`${before.phase} -> ${shown.phase} after the end`);
    }
    if (hasEntered(shown, 'active') && !hasEntered(shown, 'ready')) {
      this.wrong.push('active before ready');
    }
    this.#seen.set(shown.id, shown);
    const open = [...this.#seen.values()].filter(each => !isFinal(each));
    if (open.length > 1) {
      this.wrong.push('two switches at once');
    }
  }
}

/** The server's name in a path of ours. */
const serverOf = (path = '') => path.split('/')[3] ?? '';
