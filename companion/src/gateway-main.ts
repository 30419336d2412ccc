#!/usr/bin/env node
import { homedir } from 'node:os';
import { pino } from 'pino';
import { readConfig } from './config/config.ts';
import { Failed } from './base/errors.ts';
import { serveGateway } from './site/gateway-service.ts';
import { createLog } from './site/logging.ts';

/** Long enough to cut no save; the pod has 30 s, of which five are gone. */
const GRACE_MS = 15_000;

/**
 * Run the gateway as a process of its own, as on a cluster: connections through
 * it go on while the companion is replaced or away.
 */
async function main(): Promise<void> {
  const config = readConfig({
    args: process.argv.slice(2),
    environment: process.env,
    home: homedir(),
    user: 'gateway',
    cwd: process.cwd(),
    interactive: false
  });
  const log = createLog(
    config.logLevel,
    pino.destination({ dest: 2, sync: true })
  );
  const stopped = new Promise(resolve => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  // One request's mistake must not cut everybody's websockets.
  process.on('uncaughtException', error => {
    log.error({ err: error }, 'An error was not handled; the gateway goes on');
  });
  const gateway = await serveGateway({
    ...{ config, log },
    clock: () => performance.now()
  });
  process.stdout.write(`Gateway: ${gateway.origin}\n`);
  await stopped;
  await gateway.close(GRACE_MS);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const text =
    error instanceof Failed ? error.message : String((error as Error).stack);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
