import { redact } from '../../programs/line-buffer.ts';

const LINE_CHARACTERS = 4096;
/** The part of a line that is searched for secrets; the rest is cut off. */
const READ_CHARACTERS = 4 * LINE_CHARACTERS;
const TAIL_LINES = 20;
/** BuildKit writes this for every layer several times a second. */
const PUSHED_LAYER = /^#\d+ pushing layer /;

/** Writes a build's log for people; remembers its last lines and last error. */
export class BuildLines {
  readonly #write: (text: string) => void;
  #tail: string[] = [];
  #blank = false;
  #pushing = false;
  /** The last line that says what was wrong. */
  error: string | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** The last lines, without those that only repeat the command. */
  get tail(): string[] {
    return [...this.#tail];
  }

  /** Adds a message: one line or more, with or without a final line end. */
  add(message: string): void {
    for (const line of message.replace(/\n+$/, '').split('\n')) {
      const read = line.replace(/\r$/, '').slice(0, READ_CHARACTERS);
      this.#line(redact(read));
    }
  }

  #line(full: string): void {
    const cut = full.length > LINE_CHARACTERS;
    const line = cut ? `${full.slice(0, LINE_CHARACTERS - 1)}…` : full;
    const blank = line.trim() === '';
    const layer = PUSHED_LAYER.test(line);
    const repeats = (blank && this.#blank) || (layer && this.#pushing);
    this.#blank = blank;
    this.#pushing = layer || (this.#pushing && blank);
    if (repeats) {
      return;
    }
    const said = layer ? line.replace(/ layer .*/, ' layers') : line;
    this.#write(`${said}\n`);
    this.#remember(said, blank);
  }

  #remember(line: string, blank: boolean): void {
    const error = /^(?:ERROR|Error during build): (.+)/.exec(line)?.[1];
    const command = error?.startsWith("Command '[") ?? false;
    if (error !== undefined && !command) {
      this.error = error.slice(0, 500);
    }
    if (!blank && !command) {
      this.#tail = [...this.#tail, line].slice(-TAIL_LINES);
    }
  }
}
