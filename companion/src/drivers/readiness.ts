import { setTimeout as sleep } from 'node:timers/promises';
import { boundedBody } from '../base/bounded-body.ts';
import { call, checkKernel } from './kernel-check.ts';
import type { ServerAddress } from './kernel-check.ts';
import { checkPanel } from './panel.ts';
import type { StartPart } from './start-failure.ts';

const POLL = 50;
const STATUS_BYTES = 1024 ** 2;

export interface ReadinessOptions {
  readonly server: ServerAddress;
  /** Version of the panel, which is the companion's own. */
  readonly version: string;
  /** True when the server surely has the port: the token is sent to it. */
  readonly listens: () => Promise<boolean>;
  /** True while the platform sees the kernel: Jupyter tells after 18 s. */
  readonly kernelRuns: () => Promise<boolean>;
  readonly signal: AbortSignal;
  /** Called with the step that begins now, and the part that it belongs to. */
  readonly report: (message: string, part: StartPart) => void;
}

/** Resolve when the server is *ready*. */
export async function awaitReady(options: ReadinessOptions): Promise<void> {
  const { server, version, kernelRuns, signal, report } = options;
  report('Starting JupyterLab', 'server');
  await poll(signal, options.listens);
  await poll(signal, () => answers(server, signal));
  report('Starting a kernel', 'kernel');
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const checks = [
    checkKernel(server, kernelRuns, either),
    checkPanel(server, version, either)
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
    await boundedBody(response, STATUS_BYTES);
    return response.ok;
  } catch {
    return false;
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
