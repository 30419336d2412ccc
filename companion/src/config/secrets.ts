import { readFileSync } from 'node:fs';
import { Failed } from '../base/errors.ts';
import type { Settings } from './settings.ts';

export interface TrustedProxy {
  readonly header: string;
  readonly secretHeader: string;
  readonly secret: string;
  /** Prefixes of its own cookies' names; no server gets these cookies. */
  readonly cookies?: readonly string[];
}

export interface InternalListener {
  readonly host: string;
  readonly port?: number | undefined;
  readonly secret?: string | undefined;
}

const LEAST = 16;

/** Return the proxy that may name the user of a request. */
export function trustedProxy({
  proxyAuth
}: Settings): TrustedProxy | undefined {
  if (!proxyAuth) {
    return undefined;
  }
  const secret = secretOf('proxyAuth', proxyAuth);
  if (secret === undefined) {
    throw lacks('proxyAuth');
  }
  const { header, secretHeader, cookies } = proxyAuth;
  if (header === secretHeader) {
    const detail = 'The setting "proxyAuth" needs two different headers.';
    throw new Failed('invalid-request', detail, { field: 'proxyAuth' });
  }
  return { header, secretHeader, secret, cookies };
}

/** Return the listener for gateways; a port needs a secret. */
export function internalListener({ internal }: Settings): InternalListener {
  const { host, port } = internal;
  const secret = secretOf('internal', internal);
  if (port !== undefined && secret === undefined) {
    throw lacks('internal');
  }
  return { host, port, secret };
}

function secretOf(
  section: string,
  given: { secret?: string | undefined; secretFile?: string | undefined }
): string | undefined {
  if (given.secret !== undefined || given.secretFile === undefined) {
    return given.secret;
  }
  let text: string;
  try {
    text = readFileSync(given.secretFile, 'utf8').trim();
  } catch (cause) {
    const detail = `The file of the setting "${section}.secretFile" cannot be read.`;
    throw new Failed('invalid-request', detail, { cause });
  }
  if (text.length < LEAST) {
    const detail = `The file of the setting "${section}.secretFile" must hold at least ${String(LEAST)} characters.`;
    throw new Failed('invalid-request', detail);
  }
  return text;
}

function lacks(section: string): Failed {
  return new Failed(
    'invalid-request',
    `The setting "${section}" needs "secret" or "secretFile".`,
    { field: `${section}.secret` }
  );
}
