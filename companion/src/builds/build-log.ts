import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync
} from 'node:fs';
import { join } from 'node:path';

/** Bytes of a log. After a gap, `offset` is later than the one asked for. */
export interface LogChunk {
  readonly offset: number;
  readonly next: number;
  readonly text: string;
  /** True when the build has ended and nothing follows `next`. */
  readonly complete: boolean;
}

export interface BuildLogOptions {
  readonly folder: string;
  readonly id: string;
  /** True while the build can write more. */
  readonly open: boolean;
  /** Bytes of the head, and of each of the two pieces of the tail. */
  readonly pieceBytes?: number;
}

interface Piece {
  readonly path: string;
  readonly start: number;
  size: number;
}

const MIB = 1024 * 1024;
const READ_BYTES = 64 * 1024;

/**
 * The output of a build, by byte offset. Of a log that grows too long the head
 * (`<id>.log`) and the tail (`<id>.<start>.log`, at most two) are kept; offsets
 * go on counting. Writes are synchronous: when readers are woken the text is in
 * the file, and a kill loses nothing.
 */
export class BuildLog {
  readonly #options: BuildLogOptions;
  readonly #pieceBytes: number;
  readonly #pieces: Piece[];
  readonly #waiting = new Set<() => void>();
  #open: boolean;

  constructor(options: BuildLogOptions) {
    this.#options = options;
    this.#pieceBytes = options.pieceBytes ?? 2 * MIB;
    this.#open = options.open;
    this.#pieces = findPieces(options.folder, options.id);
  }

  /** All bytes that were ever written, dropped ones included. */
  get size(): number {
    const last = this.#pieces.at(-1);
    return last ? last.start + last.size : 0;
  }

  append(text: string): void {
    if (text === '') {
      return;
    }
    const piece = this.#current();
    appendFileSync(piece.path, text);
    piece.size += Buffer.byteLength(text);
    this.#wake();
  }

  /** End the log, and tell readers that follow it. */
  end(): void {
    this.#open = false;
    this.#wake();
  }

  /** Read at most 64 KiB from the first kept byte at or after `offset`. */
  read(offset: number): LogChunk {
    const piece = this.#pieces.find(p => p.start + p.size > offset);
    if (!piece) {
      const end = this.size;
      return { offset: end, next: end, text: '', complete: !this.#open };
    }
    const from = Math.max(offset, piece.start);
    const bytes = readBytes(piece, from - piece.start);
    const next = from + bytes.length;
    const complete = !this.#open && next === this.size;
    return { offset: from, next, text: bytes.toString('utf8'), complete };
  }

  /** Read all that is kept from `offset` on, and count the dropped bytes. */
  all(offset: number): LogChunk & { readonly dropped: number } {
    const texts: string[] = [];
    let dropped = 0;
    let chunk = this.read(offset);
    let next = Math.min(offset, this.size);
    for (; chunk.text !== ''; chunk = this.read(next)) {
      dropped += chunk.offset - next;
      texts.push(chunk.text);
      next = chunk.next;
    }
    const { complete } = chunk;
    return { offset, next, text: texts.join(''), complete, dropped };
  }

  /** Yield chunks as the reader takes them, until the log is complete. */
  async *follow(offset: number, signal: AbortSignal): AsyncGenerator<LogChunk> {
    let next = offset;
    while (!signal.aborted) {
      const chunk = this.read(next);
      if (chunk.text !== '' || chunk.complete) {
        yield chunk;
        next = chunk.next;
      } else {
        await this.#more(signal);
      }
      if (chunk.complete) {
        return;
      }
    }
  }

  /** Return the last lines that are not empty. */
  lastLines(count: number): string[] {
    const { text } = this.all(Math.max(0, this.size - READ_BYTES));
    const lines = text.split(/\r?\n/).map(line => line.trimEnd());
    return lines.filter(line => line !== '').slice(-count);
  }

  remove(): void {
    for (const { path } of this.#pieces.splice(0)) {
      rmSync(path, { force: true });
    }
  }

  #current(): Piece {
    const last = this.#pieces.at(-1);
    if (last && last.size < this.#pieceBytes) {
      return last;
    }
    const { folder, id } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const start = this.size;
    const name = last ? `${id}.${String(start)}.log` : `${id}.log`;
    const piece = { path: join(folder, name), start, size: 0 };
    this.#pieces.push(piece);
    for (const old of this.#pieces.splice(1, this.#pieces.length - 3)) {
      rmSync(old.path, { force: true });
    }
    return piece;
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) {
      wake();
    }
  }
}

function findPieces(folder: string, id: string): Piece[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter(name => name.startsWith(`${id}.`) && name.endsWith('.log'))
    .map(name => ({
      path: join(folder, name),
      start: Number(name.slice(id.length + 1, -'.log'.length)) || 0,
      size: statSync(join(folder, name)).size
    }))
    .sort((a, b) => a.start - b.start);
}

function readBytes(piece: Piece, position: number): Buffer {
  const fd = openSync(piece.path, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(READ_BYTES, piece.size - position));
    const count = readSync(fd, bytes, 0, bytes.length, position);
    const read = bytes.subarray(0, count);
    return position + count < piece.size ? wholeCharacters(read) : read;
  } finally {
    closeSync(fd);
  }
}

/** Cut off a last character of which not all bytes were read. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back < bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
    if (byte < 0x80) {
      return bytes;
    }
  }
  return bytes;
}
