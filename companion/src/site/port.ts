import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { bind } from '../base/bind.ts';
import type { Records } from '../records/records.ts';

export interface PortDeps {
  readonly host: string;
  /** Exactly this port; without it, the one of last time, or any. */
  readonly port?: number | undefined;
  /** Where the port is remembered. */
  readonly settings?: Records['settings'] | undefined;
  readonly log: Pick<Logger, 'warn'>;
}

const PORT = 'port';

/** Bind `server`. The port is remembered, so that open tabs survive a restart. */
export async function openPort(
  server: Server,
  { host, port, settings, log }: PortDeps
): Promise<number> {
  if (port !== undefined || settings === undefined) {
    return await bind(server, host, port ?? 0);
  }
  const remembered = Number(await settings.get(PORT));
  if (!remembered) {
    const bound = await bind(server, host, 0);
    await settings.set(PORT, String(bound));
    return bound;
  }
  try {
    return await bind(server, host, remembered);
  } catch (error) {
    log.warn(
      { err: error },
      `Port ${String(remembered)} of last time is not free: its open tabs will not find the companion.`
    );
    // Not remembered: old tabs find the companion once their port is free.
    return await bind(server, host, 0);
  }
}
