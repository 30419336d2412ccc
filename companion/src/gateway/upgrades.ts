import { STATUS_CODES } from 'node:http';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answer an upgrade with an error, in the only way that a bare socket has. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const reason = STATUS_CODES[status] ?? 'Error';
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${String(status)} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
  );
}

/**
 * Read and drop the rest of an upload when the answer, ours or the server's, is
 * over first: the client would wait for us to read it.
 */
export function dropRest(req: IncomingMessage, res: ServerResponse): void {
  res.once('finish', () => {
    if (!req.complete) {
      req.unpipe();
      req.resume();
    }
  });
}

/** End the request to the server then, too: it would wait for the rest. */
export function endUnfinished(
  out: ClientRequest,
  req: IncomingMessage,
  res: ServerResponse
): void {
  res.once('finish', () => {
    if (!req.complete) {
      out.destroy();
    }
  });
}

/** Cut off the reader when its answer is cut off: the reader would wait. */
export function cutTogether(
  answer: IncomingMessage,
  reader: ServerResponse | Duplex
): void {
  answer.once('close', () => {
    if (!answer.complete) {
      reader.destroy();
    }
  });
}

/** End the one side of a websocket when the other ends, at any stage. */
export function endTogether(out: ClientRequest, socket: Duplex): void {
  const abort = () => out.destroy();
  socket.once('close', abort);
  out.once('upgrade', (_answer, upstream: Duplex) => {
    socket.off('close', abort);
    socket.once('close', () => upstream.destroy());
  });
  out.once('response', answer => {
    // http-proxy-3 passes a refusal on as it comes, and waits for no reader.
    answer.on('data', () => {
      if (socket.writableNeedDrain) {
        answer.pause();
        socket.once('drain', () => answer.resume());
      }
    });
    cutTogether(answer, socket);
  });
}
