import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { boundedBody } from '../bounded-body.ts';
import { call, checkKernel } from './kernel-check.ts';
import type { ServerAddress } from './kernel-check.ts';

const POLL = 50;
/** With the configuration of many extensions in it. */
const PAGE_BYTES = 16 * 1024 ** 2;

/** The name under which JupyterLab knows the panel. */
export const LABEXTENSION = 'jupyterlab-projects';

export interface ReadinessOptions {
  readonly server: ServerAddress;
  /** Whether it is sure that the server has the port: it is sent the token. */
  readonly listens: () => Promise<boolean>;
  /** Whether the platform still sees the kernel: Jupyter tells after 18 s. */
  readonly kernelRuns: () => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly report: (message: string) => void;
}

/** JupyterLab runs, but serves no page, or one without the panel. */
export class PanelMissing extends Error {
  override name = 'PanelMissing';
}

/** Resolve when the server is *ready*. */
export async function awaitReady(options: ReadinessOptions): Promise<void> {
  const { server, kernelRuns, signal, report } = options;
  report('Starting JupyterLab');
  await poll(signal, options.listens);
  await poll(signal, () => answers(server, signal));
  report('Starting a kernel');
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const checks = [
    checkKernel(server, kernelRuns, either),
    checkPanel(server, either)
  ];
  try {
    await Promise.all(checks);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(checks);
    throw error;
  }
}

async function answers(
  server: ServerAddress,
  signal: AbortSignal
): Promise<boolean> {
  try {
    const response = await call(server, 'GET', 'api/status', signal);
    await boundedBody(response, PAGE_BYTES);
    return response.ok;
  } catch {
    return false;
  }
}

const Page = z.object({
  federated_extensions: z.array(z.object({ name: z.string() }))
});

async function checkPanel(
  server: ServerAddress,
  signal: AbortSignal
): Promise<void> {
  const response = await call(server, 'GET', 'lab', signal);
  if (!response.ok) {
    const status = String(response.status);
    throw new PanelMissing(`JupyterLab answers ${status} instead of its page.`);
  }
  const config =
    /<script[^>]*id="jupyter-config-data"[^>]*>(.*?)<\/script>/s.exec(
      (await boundedBody(response, PAGE_BYTES)).toString('utf8')
    )?.[1];
  const page = Page.safeParse(config === undefined ? {} : JSON.parse(config));
  const names = page.data?.federated_extensions.map(({ name }) => name) ?? [];
  if (!names.includes(LABEXTENSION)) {
    throw new PanelMissing(
      'JupyterLab runs, but does not load the Projects panel.'
    );
  }
}

async function poll(
  signal: AbortSignal,
  done: () => Promise<boolean>
): Promise<void> {
  while (!(await done())) {
    await sleep(POLL, undefined, { signal });
  }
  signal.throwIfAborted();
}
