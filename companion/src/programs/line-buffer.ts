/** Characters that are kept of a line without an end. */
const LIMIT = 100_000;

/**
 * Passes text on line by line, so that a secret is never cut in two before it
 * is redacted. Of a progress bar only its last state is passed on.
 */
export class LineBuffer {
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#give(line);
    }
    if (this.#rest.length > LIMIT) {
      this.end();
    }
  }

  end(): void {
    if (this.#rest !== '') {
      this.#give(this.#rest);
      this.#rest = '';
    }
  }

  #give(line: string): void {
    const last = line.replace(/\r$/, '').split('\r').at(-1) ?? '';
    this.#onLine(redact(last));
  }
}

/**
 * Remove passwords in URLs, tokens in queries, and `Authorization`. Takes time
 * in proportion to the length of any text.
 */
export function redact(text: string): string {
  return text
    .replace(
      /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@]+@/gi,
      '$1***@'
    )
    .replace(/((?:token|password|secret|api_?key)=)[^\s&'"]+/gi, '$1***')
    .replace(
      /\b(authorization:\s*)(?:(?:basic|bearer|token)\s+)?\S+/gi,
      '$1***'
    );
}
