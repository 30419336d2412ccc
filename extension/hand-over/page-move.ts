import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { IHandOverOptions } from './hand-over-options.ts';
import type { PageAnswers } from './page-answers.ts';
import type { HandOverState, Stake } from './switch-hand-over.ts';

/**
 * Moves this page: it saves, tells the companion, and leaves when told to.
 */
export class PageMove {
  constructor(options: PageMove.IOptions) {
    this._options = options;
  }

  /**
   * True when the companion knows already what this page could not save.
   */
  get answered(): boolean {
    return this._answered;
  }

  /**
   * Forget the last switch: another one begins, or it was given up.
   */
  reset(): void {
    this.cancel();
    this._answered = false;
    this._accepted = [];
    this._options.work.rest(false);
  }

  /**
   * Stop waiting for cells.
   */
  cancel(): void {
    this._waiting?.abort();
  }

  /**
   * List the work that a move could lose or would stop.
   */
  stakes(item: Switch, failed: string[] = []): Promise<Stake[]> {
    return this._options.work.stakes(item.keepsPrevious === true, failed);
  }

  /**
   * Move when no cell runs any more.
   */
  async whenIdle(item: Switch): Promise<void> {
    const { work, set } = this._options;
    this.cancel();
    const waiting = (this._waiting = new AbortController());
    set({ phase: 'waiting' });
    await work.idle(waiting.signal);
    if (!waiting.signal.aborted) {
      await this.now(item, []);
    }
  }

  /**
   * Save, and tell the companion that this page is ready to move.
   *
   * @param accepted - Documents that the user chose to leave unsaved.
   */
  async now(item: Switch, accepted: readonly string[]): Promise<void> {
    const { answers, door, isReady, set, work } = this._options;
    this.cancel();
    set({ phase: 'saving' });
    const unsaved = await work.documents.save();
    if (!isReady(item)) {
      return;
    }
    if (unsaved.some(path => !accepted.includes(path))) {
      const stakes = await this.stakes(item, unsaved);
      if (isReady(item)) {
        set({ phase: 'asking', stakes });
      }
      return;
    }
    this._accepted = accepted;
    this._answered = true;
    work.rest(true);
    set({ phase: 'moving' });
    door.prepare();
    await answers.move(item, unsaved, () => door.patience());
    if (isReady(item)) {
      // The switch has not gone on in time: give the page back.
      this._answered = false;
      work.rest(false);
      set({ phase: 'offering' });
    }
  }

  /**
   * Leave for the new server; resolves if the browser is still here after a
   * time.
   */
  async leave(item: Switch): Promise<void> {
    const { door, set, work } = this._options;
    const accepted = this._accepted;
    set({ phase: 'moving' });
    // Discard only what the user chose to leave: the browser asks about more.
    const isChosen = work.documents.dirty().every(p => accepted.includes(p));
    await door.leave(item, accepted.length > 0 && isChosen);
    await door.patience();
  }

  private readonly _options: PageMove.IOptions;
  private _answered = false;
  private _accepted: readonly string[] = [];
  private _waiting: AbortController | undefined;
}

/**
 * A namespace for `PageMove` statics.
 */
export namespace PageMove {
  /**
   * Options of `PageMove`.
   */
  export interface IOptions extends Pick<IHandOverOptions, 'work' | 'door'> {
    readonly answers: PageAnswers;

    /**
     * True while the new server of that switch is ready, and the page not
     * moved.
     */
    readonly isReady: (item: Switch) => boolean;

    /**
     * Set the state of this page in the hand-over.
     */
    readonly set: (state: HandOverState) => void;
  }
}
