import { STATUS_CODES, type ClientRequest } from 'node:http';
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

/** End the one side of a websocket when the other ends, at any stage. */
export function endTogether(out: ClientRequest, socket: Duplex): void {
  const abort = () => out.destroy();
  socket.once('close', abort);
  out.once('upgrade', (_answer, upstream: Duplex) => {
    socket.off('close', abort);
    socket.once('close', () => upstream.destroy());
  });
}
