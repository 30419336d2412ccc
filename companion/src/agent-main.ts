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
  log(`An error was not handled: ${error.stack ?? error.message}`);
});

const given = z.safeParse(Environment, process.env);
if (given.success) {
  await serve(given.data);
} else {
  log(`The agent is not configured: ${z.prettifyError(given.error)}`);
  // Go on: the log can be read, and the pod does not end.
  setInterval(() => undefined, 2 ** 30);
}

async function serve(env: z.infer<typeof Environment>): Promise<void> {
  const { AGENT_ROOT: root, AGENT_HOME: home, AGENT_SECRET: secret } = env;
  // Programs that the agent starts need not know the secret.
  delete process.env.AGENT_SECRET;
  const volume = new FolderVolume({ root });
  const watch = new HomeWatch({ root, home });
  const server = createAgent({ volume, watch, secret, log });
  server.on('error', error => {
    log(`The agent could not listen, and tries again: ${error.message}`);
    void delay(AGAIN_MS).then(() => server.listen(env.AGENT_PORT));
  });
  server.on('listening', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : address;
    log(`listening on ${String(port)}`);
  });
  server.listen(env.AGENT_PORT);
  await volume.ready().catch((error: unknown) => {
    log(`The agent could not prepare its folder: ${String(error)}`);
  });
  await removeOldPartials(root, Date.now()).catch((error: unknown) => {
    log(`Old partial copies could not be removed: ${String(error)}`);
  });
  // Nobody asks again for a purge that was cut off, by a switch say.
  await volume.sweep().catch((error: unknown) => {
    log(`Purged files could not be removed: ${String(error)}`);
  });
}
