/**
 * A piece of a terminal's output with one colour and weight.
 */
export interface AnsiPiece {
  readonly text: string;
  /** One of the eight colours of terminals, 0 to 7. */
  readonly colour: number | undefined;
  readonly bold: boolean;
}

/** From this length on, the begin of an escape is taken for plain text. */
const LONGEST_ESCAPE = 1000;

/* eslint-disable no-control-regex */
/** An escape sequence; after `[`: group 1 its parameters, group 2 its end. */
const ESCAPES =
  /\u001b(?:\[([0-?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[^[\]])/g;
/** The begin of an escape sequence, or of a line's end, that a chunk cuts. */
const CUT = /(?:\r|\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]*\u001b?)?)$/;
/* eslint-enable no-control-regex */

/**
 * Reads the colours of a terminal's output, which comes in chunks that may end
 * within an escape sequence. All other sequences are left out. The libraries
 * that read chunks make HTML of them, which we put into no page.
 */
export class AnsiReader {
  /**
   * Return the pieces of the next chunk.
   */
  read(chunk: string): AnsiPiece[] {
    const all = this._rest + chunk;
    const cut = CUT.exec(all);
    this._rest =
      cut && cut[0].length < LONGEST_ESCAPE ? all.slice(cut.index) : '';
    const text = all.slice(0, all.length - this._rest.length);
    const pieces: AnsiPiece[] = [];
    let from = 0;
    for (const escape of text.matchAll(ESCAPES)) {
      this._take(text.slice(from, escape.index), pieces);
      if (escape[2] === 'm') {
        this._look(escape[1] ?? '');
      }
      from = escape.index + escape[0].length;
    }
    this._take(text.slice(from), pieces);
    return pieces;
  }

  private _take(text: string, pieces: AnsiPiece[]): void {
    if (text !== '') {
      const lines = text.replace(/\r\n?/g, '\n');
      pieces.push({ text: lines, colour: this._colour, bold: this._bold });
    }
  }

  private _look(parameters: string): void {
    for (const code of parameters.split(';').map(Number)) {
      if (code === 38 || code === 48) {
        // One of 256 colours, or of all: the numbers after it belong to it.
        return;
      }
      this._bold = code === 1 || (this._bold && code !== 0 && code !== 22);
      this._colour = colourAfter(code, this._colour);
    }
  }

  private _rest = '';
  private _colour: number | undefined;
  private _bold = false;
}

/** Returns the colour after a code; bright colours count as the plain ones. */
function colourAfter(
  code: number,
  before: number | undefined
): number | undefined {
  if (code === 0 || code === 39) {
    return undefined;
  }
  const colour = code >= 90 ? code - 90 : code - 30;
  return colour >= 0 && colour < 8 ? colour : before;
}
