import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { bind } from '../base/bind.ts';
import type { Store } from '../store/store.ts';

export interface PortDeps {
  readonly host: string;
  /** Exactly this port; without it, the one of last time, or any. */
  readonly port?: number | undefined;
  /** Where the port is remembered. */
  readonly store?: Store | undefined;
  readonly log: Pick<Logger, 'warn'>;
}

/** Bind `server`. The port is remembered, so that open tabs survive a restart. */
export async function openPort(
  server: Server,
  { host, port, store, log }: PortDeps
): Promise<number> {
  if (port !== undefined || store === undefined) {
    return await bind(server, host, port ?? 0);
  }
  const remembered = await rememberedPort(store);
  if (remembered === undefined) {
    const bound = await bind(server, host, 0);
    await remember(store, bound);
    return bound;
  }
  try {
    return await bind(server, host, remembered);
  } catch (error) {
    log.warn(
      { err: error },
      `Port ${String(remembered)} of last time is not free: its open tabs will not find the companion.`
    );
    // Not remembered: those tabs find it again when the port is free again.
    return await bind(server, host, 0);
  }
}

async function rememberedPort(store: Store): Promise<number | undefined> {
  const row = await store
    .selectFrom('settings')
    .select('value')
    .where('key', '=', 'port')
    .executeTakeFirst();
  return row && Number(row.value);
}

async function remember(store: Store, port: number): Promise<void> {
  await store
    .insertInto('settings')
    .values({ key: 'port', value: String(port) })
    .execute();
}
