import type { IDocuments } from './documents.ts';
import { stakesOf } from './hand-over-decision.ts';
import type { Stake } from './switch-hand-over.ts';
import type { IRunningWork } from './running-work.ts';

/** In ms; the companion waits 10 s for a page, so an answer is in time. */
const PATIENCE = 8000;

/**
 * The user's work in this page, and on its server.
 */
export class PageWork {
  constructor(options: PageWork.IOptions) {
    this._options = options;
    this.documents = options.documents;
  }

  readonly documents: IDocuments;

  /**
   * List the work that a move could lose or would stop.
   *
   * @param failed - Documents that could not be saved just now.
   */
  async stakes(
    keepsPrevious: boolean,
    failed: readonly string[] = []
  ): Promise<Stake[]> {
    const { running } = this._options;
    const [cells, terminals] = await Promise.all([
      running.cells(),
      // The user is not asked about terminals that run on.
      keepsPrevious ? 0 : running.terminals()
    ]);
    return stakesOf({
      readOnly: this.documents.readOnly(),
      failed,
      cells,
      terminals,
      keepsPrevious
    });
  }

  /**
   * Save everything, but do not wait long: a save may ask the user something.
   */
  saveInTime(): Promise<string[]> {
    return this.documents.save(PATIENCE);
  }

  /**
   * Resolves when no cell runs any more.
   */
  idle(signal: AbortSignal): Promise<void> {
    return this._options.running.idle(signal);
  }

  /**
   * Milliseconds since the last key.
   */
  sinceKey(): number {
    return this._options.sinceKey();
  }

  /**
   * Stop or resume Lab's requests: between saving and leaving, nothing may be
   * written or polled.
   */
  rest(rests: boolean): void {
    this._options.setConnected(!rests);
  }

  private readonly _options: PageWork.IOptions;
}

/**
 * A namespace for `PageWork` statics.
 */
export namespace PageWork {
  /**
   * Options of `PageWork`.
   */
  export interface IOptions {
    readonly documents: IDocuments;
    readonly running: IRunningWork;
    readonly sinceKey: () => number;

    /**
     * Tells Lab whether it may send requests to its server.
     */
    readonly setConnected: (connected: boolean) => void;
  }
}
