import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

const HOLD_MS = 1200;
const GAP_MS = 150;
const MOST = 10;

/**
 * Sentences for the screen reader, one after the other: two at once would cut
 * each other off.
 */
export class Announcer {
  /**
   * The sentence that is being said, or nothing.
   */
  get sentence(): string {
    return this._sentence;
  }

  /**
   * A signal emitted when `sentence` changes.
   */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /**
   * Say a sentence after those that wait. One that waits already is not said
   * twice, and of too many the oldest are left out.
   */
  say(sentence: string): void {
    if (sentence === '' || this._waiting.includes(sentence)) {
      return;
    }
    this._waiting.push(sentence);
    this._waiting.splice(0, this._waiting.length - MOST);
    if (this._timer === undefined) {
      this._next();
    }
  }

  /**
   * Say no more.
   */
  dispose(): void {
    clearTimeout(this._timer);
    this._waiting.length = 0;
    Signal.clearData(this);
  }

  private _next(): void {
    this._timer = undefined;
    const sentence = this._waiting.shift();
    if (sentence !== undefined) {
      this._show(sentence);
      this._timer = setTimeout(() => {
        this._show('');
        this._timer = setTimeout(() => {
          this._next();
        }, GAP_MS);
      }, HOLD_MS);
    }
  }

  private _show(sentence: string): void {
    this._sentence = sentence;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _waiting: string[] = [];
  private _sentence = '';
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
