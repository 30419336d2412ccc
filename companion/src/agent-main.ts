#!/usr/bin/env node
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import { createAgent } from './volumes/agent.ts';
import { FolderVolume } from './volumes/folder.ts';
import { HomeWatch } from './volumes/home-watch.ts';
import { removeOldPartials } from './volumes/old-partials.ts';

/** The agent's whole configuration (DESIGN.md 2). */
const Environment = z.object({
  AGENT_SECRET: z.string().check(z.minLength(16)),
  AGENT_ROOT: z.string().check(z.startsWith('/')),
  AGENT_PORT: z.coerce.number().check(z.int(), z.gte(0), z.lte(65535)),
  /** Where the active project is mounted, if it is. */
  AGENT_HOME: z.optional(z.string().check(z.startsWith('/')))
});

const AGAIN_MS = 1000;

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => process.exit(0));
}
// KubeSpawner takes a pod for ended when one of its containers has ended.
process.on('uncaughtException', error => {
  log(`a mistake that nobody handled: ${error.stack ?? error.message}`);
});

const given = z.safeParse(Environment, process.env);
if (given.success) {
  await serve(given.data);
} else {
  log(`The agent is not configured: ${z.prettifyError(given.error)}`);
  // To be read in the log, and not to end the pod.
  setInterval(() => undefined, 2 ** 30);
}

async function serve(env: z.infer<typeof Environment>): Promise<void> {
  const { AGENT_ROOT: root, AGENT_HOME: home, AGENT_SECRET: secret } = env;
  // What it starts need not know it.
  delete process.env.AGENT_SECRET;
  const volume = new FolderVolume({ root });
  const watch = new HomeWatch({ root, home });
  const server = createAgent({ volume, watch, secret, log });
  server.on('error', error => {
    log(`not listening: ${error.message}`);
    void delay(AGAIN_MS).then(() => server.listen(env.AGENT_PORT));
  });
  server.on('listening', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : address;
    log(`listening on ${String(port)}`);
  });
  server.listen(env.AGENT_PORT);
  await volume.ready().catch((error: unknown) => {
    log(`our folder is not there: ${String(error)}`);
  });
  await removeOldPartials(root, Date.now()).catch((error: unknown) => {
    log(`old copies stay: ${String(error)}`);
  });
  // One that was cut off, by a switch say, is not asked for again.
  await volume.sweep().catch((error: unknown) => {
    log(`what was purged stays: ${String(error)}`);
  });
}
