import type { Logger } from 'pino';
import type { Config } from '../../config/config.ts';
import { Failed } from '../../base/errors.ts';
import type { Git } from '../../repositories/git.ts';
import type { Remotes } from '../../repositories/remotes.ts';
import { Registry } from '../../registry/registry.ts';
import type { Builder } from '../builder.ts';
import { BinderHubBuilder } from './binderhub-builder.ts';
import { probe } from './probe.ts';

export interface BinderHubDeps {
  readonly remotes: Pick<Remotes, 'open'>;
  readonly git: Git;
  /** The folder into which repositories are fetched for an inspection. */
  readonly scratch: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly now: () => Date;
}

/** The first pause before BinderHub is asked again; each next is doubled. */
const RETRY_FIRST_MS = 2_000;

/**
 * Make the builder `binderhub` as configured. A probe beside it logs what is
 * missing in BinderHub.
 */
export function binderHubBuilder(
  config: Pick<Config, 'binderhub' | 'registry'>,
  deps: BinderHubDeps
): Builder {
  const { url, ...settings } = config.binderhub;
  if (url === undefined) {
    throw new Failed(
      'invalid-request',
      'The setting "binderhub.url" is missing.'
    );
  }
  const binderHub = { ...settings, url, retryFirstMs: RETRY_FIRST_MS };
  void probe({ ...deps, binderHub });
  const registry = new Registry(config.registry);
  return new BinderHubBuilder({ ...deps, binderHub, registry });
}
