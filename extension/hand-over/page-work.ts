import type { IDocuments } from './documents.ts';
import { stakesOf } from './hand-over-decision.ts';
import type { Stake } from './switch-hand-over.ts';
import type { IRunningWork } from './running-work.ts';

/** The companion waits ten seconds for a page; one that answers late is heard. */
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
   * What a move could lose, or would stop.
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
      // Where they run on, nobody is asked about them.
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
   * Save everything, without waiting for answers that nobody may give.
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
   * Between saving and leaving nothing is to be written or polled.
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
   * What it needs.
   */
  export interface IOptions {
    readonly documents: IDocuments;
    readonly running: IRunningWork;
    readonly sinceKey: () => number;

    /**
     * Tells Lab whether its server is to be spoken to.
     */
    readonly setConnected: (connected: boolean) => void;
  }
}
