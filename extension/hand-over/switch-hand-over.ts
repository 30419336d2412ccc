import type { ISignal } from '@lumino/signaling';

/**
 * Something that a move could lose, or would stop.
 */
export type Stake =
  | {
      readonly kind: 'unsaved';
      readonly path: string;
      readonly readOnly: boolean;
    }
  | { readonly kind: 'cells'; readonly path: string }
  | { readonly kind: 'terminals'; readonly count: number };

/**
 * The state of this page in the hand-over of a switch.
 */
export type HandOverState =
  /** Nothing to do for this page, yet or at all. */
  | { readonly phase: 'idle' }
  /** The new server is ready; the tab moves when the user says so. */
  | { readonly phase: 'offering' }
  /** The new server is ready; the user is asked, as something is at stake. */
  | { readonly phase: 'asking'; readonly stakes: readonly Stake[] }
  /** The tab moves when no cell runs any more. */
  | { readonly phase: 'waiting' }
  | { readonly phase: 'saving' }
  /** The page is about to be left. */
  | { readonly phase: 'moving' }
  /** The project has moved on without this page. */
  | {
      readonly phase: 'stale';
      /** Documents of this page that are saved nowhere. */
      readonly unsaved: readonly string[];
      /** True when this page's server is gone, or about to go. */
      readonly stopped: boolean;
      /** True when the user has seen the message and reads on. */
      readonly dismissed: boolean;
    };

/**
 * List the documents of this page whose changes are saved nowhere, as far as it
 * is known.
 */
export function unsavedOf(state: HandOverState): readonly string[] {
  if (state.phase === 'stale') {
    return state.unsaved;
  }
  return state.phase === 'asking'
    ? state.stakes.flatMap(stake =>
        stake.kind === 'unsaved' ? [stake.path] : []
      )
    : [];
}

/**
 * This page's part of a switch, as its dialogs see it.
 */
export interface SwitchHandOver {
  readonly state: HandOverState;
  readonly changed: ISignal<unknown, void>;

  /**
   * The number of documents of this page that have changes to save.
   */
  readonly documents: number;

  /**
   * Move this tab, unless something is at stake that the user has not seen.
   */
  move(): Promise<void>;

  /**
   * Move this tab although something is at stake.
   *
   * @param when - At once, or when no cell runs any more.
   */
  moveAnyway(when: 'now' | 'finished'): Promise<void>;

  /**
   * Close the question; the offer to move stays.
   */
  stay(): void;

  /**
   * Read on in a page that the project has left.
   */
  dismiss(): void;

  /**
   * Download the documents that are saved nowhere.
   */
  download(): Promise<void>;
}
