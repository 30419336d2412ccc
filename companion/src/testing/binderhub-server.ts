/** A BinderHub for tests: replays recorded answers, exactly or with faults. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

const RECORDINGS = join(
  import.meta.dirname,
  ...['..', '..', '..', 'tests', 'binderhub-streams']
);

/** One answer: its bytes, and the end of the connection after them. */
export interface Reply {
  readonly bytes: Buffer;
  /** `stay` never ends, `reset` is like a BinderHub that dies. */
  readonly then: 'end' | 'stay' | 'reset';
  /** The offsets at which the bytes are cut into pieces. */
  readonly cuts?: readonly number[];
}

export interface BinderHubServer {
  readonly url: string;
  /** The heads of the requests, in order. */
  readonly requests: readonly string[];
  /** Answer the next requests; the last answer is repeated for ever. */
  reply(...replies: Reply[]): void;
  /** Resolves when so many requests came, or so many clients hung up. */
  asked(count: number): Promise<void>;
  hungUp(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startBinderHub(): Promise<BinderHubServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let replies: Reply[] = [];
  let closed = 0;
  const changed = () => {
    for (const look of waiting) {
      look();
    }
  };
  const server = createServer(socket => {
    sockets.add(socket);
    let head = '';
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      closed += 1;
      changed();
    });
    socket.on('data', data => {
      head += data.toString('latin1');
      if (head.endsWith('\r\n\r\n')) {
        requests.push(head);
        head = '';
        const [reply] = replies.length > 1 ? replies.splice(0, 1) : replies;
        changed();
        void (reply && send(socket, reply));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const until = (reached: () => boolean) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (reached()) {
          waiting.delete(look);
          resolve();
        }
      };
      waiting.add(look);
      look();
    });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    reply: (...given) => {
      replies = given;
    },
    asked: count => until(() => requests.length >= count),
    hungUp: count => until(() => closed >= count),
    close: async () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await once(server, 'close');
    }
  };
}

/** Read a recording as it was, ended or not as BinderHub did. */
export function recording(name: string): Reply {
  const read = (end: string) =>
    readFileSync(join(RECORDINGS, `${name}.${end}`));
  const ended = /^ended=(chunked-end|content-length)/m.test(
    read('meta').toString()
  );
  return { bytes: read('raw'), then: ended ? 'end' : 'stay' };
}

/** Read the one event of a recording that has no more. */
export function recordedEvent(name: string): Reply {
  const text = readFileSync(join(RECORDINGS, `${name}.jsonl`), 'utf8');
  return { bytes: answer(`data: ${text.trim()}\n\n`), then: 'end' };
}

/** Make an answer with this body, and more to come unless `then` is `end`. */
export function events(
  messages: readonly object[],
  then: Reply['then'] = 'end'
): Reply {
  const body = messages.map(one => `data: ${JSON.stringify(one)}\n\n\n`);
  return { bytes: answer(body.join('')), then };
}

/** Make an answer with a status, as of a proxy before a dead BinderHub. */
export function status(code: number, ...headers: readonly string[]): Reply {
  const head = [
    `HTTP/1.1 ${String(code)} No`,
    ...['content-length: 0', ...headers, '', '']
  ].join('\r\n');
  return { bytes: Buffer.from(head), then: 'end' };
}

/** Cut a recording's connection after the event with these words. */
export function cutAfter(name: string, words: string): Reply {
  const { bytes } = recording(name);
  const at = bytes.indexOf(words);
  if (at < 0) {
    throw new Error(`${name} does not say "${words}".`);
  }
  return { bytes: bytes.subarray(0, at + words.length), then: 'reset' };
}

/** Return the events' text, without the framing of HTTP. */
export function bodyOf({ bytes }: Reply): Buffer {
  const lines = bytes.toString('latin1').split('\r\n\r\n').slice(1);
  let rest = lines.join('\r\n\r\n');
  let body = '';
  for (;;) {
    const end = rest.indexOf('\r\n');
    const length = parseInt(rest.slice(0, end), 16);
    if (end < 0 || !(length > 0)) {
      return Buffer.from(body, 'latin1');
    }
    body += rest.slice(end + 2, end + 2 + length);
    rest = rest.slice(end + 4 + length);
  }
}

function answer(body: string): Buffer {
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n${body}`
  );
}

async function send(socket: Socket, { bytes, then, cuts = [] }: Reply) {
  socket.setNoDelay(true);
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    socket.write(bytes.subarray(from, cut));
    from = cut;
    await turn();
  }
  if (then === 'end') {
    socket.end();
  } else if (then === 'reset') {
    socket.destroySoon();
  }
}
