import type { Logger } from 'pino';
import { z } from 'zod';
import { streamEvents } from './event-stream.ts';
import type { BinderHub } from './followed-build.ts';

export interface ProbeDeps {
  readonly binderHub: BinderHub;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

const PROBE_MS = 10_000;
const Versions = z.object({ binderhub: z.string() });

/**
 * Check once that BinderHub is set up as the companion needs it, and log what
 * is not. Never fails: BinderHub may come later.
 */
export async function probe({ binderHub, log }: ProbeDeps): Promise<void> {
  const { url } = binderHub;
  const told = (problem: string) => {
    log.warn({ binderHub: url }, problem);
  };
  try {
    const versions = await get(binderHub, 'versions');
    const parsed = Versions.safeParse(
      versions.ok ? await versions.json().catch(() => undefined) : undefined
    );
    if (!parsed.success) {
      told('The server at binderhub.url is no BinderHub: no build can succeed');
      return;
    }
    log.info(
      { binderHub: url, version: parsed.data.binderhub },
      'BinderHub answers'
    );
    const health = await get(binderHub, 'health');
    if (!health.ok) {
      told('BinderHub says that it is not healthy: builds may fail');
    }
    // BinderHub shows its own pages only without enable_api_only_mode.
    if ((await get(binderHub, 'about')).status !== 404) {
      told('BinderHub is not in API-only mode: it will refuse to build');
    }
    await probeBuild(binderHub, told);
  } catch (error) {
    log.warn(
      { err: error, binderHub: url },
      'BinderHub does not answer: no build can succeed until it does'
    );
  }
}

/**
 * Ask for a provider that does not exist: BinderHub says so to a companion that
 * may build, and refuses any other.
 */
async function probeBuild(
  binderHub: BinderHub,
  told: (problem: string) => void
): Promise<void> {
  const url = below(binderHub, 'build/none/none?build_only=true');
  const signal = AbortSignal.timeout(PROBE_MS);
  for await (const event of streamEvents({ ...binderHub, url, signal })) {
    const { phase, status_code: status, message = '' } = event;
    if (phase === 'failed') {
      if (status === 401 || status === 403) {
        told('BinderHub does not let the companion build: check its token');
      } else if (status !== undefined) {
        told(`BinderHub answers with ${String(status)}: ${message.trim()}`);
      }
      return;
    }
  }
}

function get(binderHub: BinderHub, path: string): Promise<Response> {
  const { token } = binderHub;
  return fetch(below(binderHub, path), {
    redirect: 'manual',
    signal: AbortSignal.timeout(PROBE_MS),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` }
  });
}

function below({ url }: BinderHub, path: string): URL {
  return new URL(path, url.replace(/\/*$/, '/'));
}
