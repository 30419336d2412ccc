import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failed } from './errors.ts';

/** Listen on exactly this port, or on any for 0; resolves to the port. */
export function bind(
  server: Server,
  host: string,
  port: number
): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException) => {
      const detail =
        cause.code === 'EADDRINUSE'
          ? `Port ${String(port)} is taken. Choose another with --port.`
          : `Cannot listen on ${host}, port ${String(port)}: ${whyNot(cause)}.`;
      reject(new Failed('unavailable', detail, { cause }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const WHY_NOT: Partial<Record<string, string>> = {
  EACCES: 'you may not use this port; choose one above 1023 with --port',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such name'
};

function whyNot({ code, message }: NodeJS.ErrnoException): string {
  return (code === undefined ? undefined : WHY_NOT[code]) ?? code ?? message;
}
