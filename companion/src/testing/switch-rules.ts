import type { Switch } from '../contract/contract.ts';
import { hasEntered, isFinal } from '../switching/switch-state.ts';
import { ref } from './switch-fixtures.ts';
import type { SwitchBench } from './switch-fixtures.ts';

/** The phases in which it counts that a page has saved. */
const HEARD = ['ready', 'active', 'stopping-previous', 'done'];

/** Finds rules that are broken while users switch. */
export class SwitchRules {
  /** Sentences on rules that were broken. */
  readonly broken: string[] = [];
  readonly #bench: SwitchBench;
  readonly #seen = new Map<string, Switch>();
  /** The user's requests, not answered yet, to stop a project's servers. */
  readonly #asked = new Set<{ readonly project: string }>();
  /** The switch by which each server was left, and the words of its pages. */
  readonly #left = new Map<string, string>();
  readonly #unsaved = new Map<string, Map<string, boolean>>();
  /** Servers the user came to; a new one may have the name of one that died. */
  readonly #entered = new Set<string>();
  /** True while the switch under way may stop the active server. */
  #makesRoom = false;

  constructor(bench: SwitchBench) {
    this.#bench = bench;
  }

  /** Note that the user asks for the project's servers to be stopped. */
  asks(project: string, stopped: Promise<void>): Promise<void> {
    const asked = { project };
    this.#asked.add(asked);
    return stopped.finally(() => {
      this.#asked.delete(asked);
    });
  }

  /** Note that a page has told a switch if it has unsaved work. */
  said({ id, phase }: Switch, page: string, unsaved: boolean): void {
    if (HEARD.includes(phase)) {
      const pages = this.#unsaved.get(id) ?? new Map<string, boolean>();
      this.#unsaved.set(id, pages.set(page, unsaved));
    }
  }

  starts(server: string): void {
    this.#left.delete(server);
    this.#entered.delete(server);
  }

  async stops(server: string): Promise<void> {
    // Taken when the stop begins, as the stop may be given up before the rest.
    const project = server.replace(/-b$/, '');
    const asked = [...this.#asked].some(each => each.project === project);
    const unsaved = !asked && this.#hasUnsaved(server);
    const entered = this.#entered.has(server) && !this.#makesRoom && !asked;
    const running = await this.#bench.running();
    if (!running.includes(server)) {
      return;
    }
    if (unsaved) {
      this.broken.push(`${server} was stopped with unsaved work`);
    }
    if (entered && (await this.#bench.active()) === server) {
      this.broken.push(`${server} was stopped, and is active`);
    }
  }

  shows(shown: Switch): void {
    const before = this.#seen.get(shown.id);
    this.#makesRoom = shown.strategy === 'recreate' && !isFinal(shown);
    if (this.#makesRoom && shown.phase === 'stopping-previous') {
      this.#left.set(serverOf(shown.previousServer), shown.id);
    }
    if (shown.phase === 'active') {
      this.#left.set(serverOf(shown.previousServer), shown.id);
      this.#left.delete(serverOf(shown.url));
      this.#entered.add(serverOf(shown.url));
    }
    if (before && isFinal(before)) {
      this.broken.push(`${before.phase} -> ${shown.phase} after the end`);
    }
    if (hasEntered(shown, 'active') && !hasEntered(shown, 'ready')) {
      this.broken.push('active before ready');
    }
    this.#seen.set(shown.id, shown);
    const open = [...this.#seen.values()].filter(each => !isFinal(each));
    if (open.length > 1) {
      this.broken.push('two switches at once');
    }
  }

  #hasUnsaved(server: string): boolean {
    const pages = this.#unsaved.get(this.#left.get(server) ?? '');
    const open = this.#bench.presence.pages(ref(server));
    return [...(pages ?? [])].some(([page, is]) => is && open.has(page));
  }
}

/** Return the server's name in a path of ours. */
const serverOf = (path = '') => path.split('/')[3] ?? '';
