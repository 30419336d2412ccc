import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { Failed } from '../base/errors.ts';
import { fromEnvironment, fromFlags } from './given.ts';
import { Settings } from './settings.ts';
import { internalListener, trustedProxy } from './secrets.ts';
import { FLAGS } from './flags.ts';
import type { Given } from './given.ts';
import type { InternalListener, TrustedProxy } from './secrets.ts';

/** Everything that can be set, with every default filled in. */
export type Config = Readonly<
  Omit<Settings, 'data' | 'token' | 'user' | 'proxyAuth' | 'internal'> & {
    data: string;
    token: string;
    /** True when somebody chose the token. */
    tokenChosen: boolean;
    user: string;
    proxyAuth: TrustedProxy | undefined;
    internal: InternalListener;
  }
>;

/** The parts of the process that decide a configuration. */
export interface ConfigInput {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The name of the operating system's user. */
  readonly user: string;
  readonly cwd: string;
  /** True when a person started it from a terminal. */
  readonly interactive: boolean;
}

/** Read all settings: flags win over the environment, that over the file. */
export function readConfig(input: ConfigInput): Config {
  const flags = fromFlags(input.args);
  const environment = fromEnvironment(input.environment);
  const path = flags.config ?? environment.config;
  const file =
    typeof path === 'string' ? readConfigFile(resolve(input.cwd, path)) : {};
  const merged = merge(merge(file, environment), flags);
  delete merged.config;
  const result = Settings.safeParse(merged);
  if (!result.success) {
    const [issue] = result.error.issues;
    const key = issue?.path.join('.') ?? '';
    throw wrong(key, issue?.message ?? 'is wrong');
  }
  return freeze(withDefaults(result.data, input));
}

function withDefaults(settings: Settings, input: ConfigInput): Config {
  const expand = (path: string) =>
    resolve(input.cwd, path.replace(/^~(?=\/|$)/, input.home));
  return {
    ...settings,
    proxyAuth: trustedProxy(settings),
    internal: internalListener(settings),
    data: settings.data
      ? expand(settings.data)
      : join(input.home, 'jupyterlab-projects'),
    token: settings.token ?? randomBytes(24).toString('hex'),
    tokenChosen: settings.token !== undefined,
    user: settings.user ?? safeName(input.user),
    open: settings.open ?? input.interactive,
    allowSource: settings.allowSource,
    local: {
      ...settings.local,
      labextensions: settings.local.labextensions.map(expand)
    }
  };
}

/** Turn the machine's name of the user into one that can stand in a URL. */
function safeName(name: string): string {
  const safe = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return safe || 'user';
}

function readConfigFile(path: string): Given {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const detail = `The configuration file ${path} cannot be read. Check --config.`;
    throw new Failed('invalid-request', detail, { cause });
  }
  try {
    // JSON is YAML, too.
    const parsed: unknown = parseYaml(text) ?? {};
    if (typeof parsed === 'object' && !Array.isArray(parsed)) {
      return { ...parsed };
    }
  } catch (cause) {
    const detail = `The configuration file ${path} is neither YAML nor JSON.`;
    throw new Failed('invalid-request', detail, { cause });
  }
  throw new Failed(
    'invalid-request',
    `The configuration file ${path} must hold settings by name.`
  );
}

/** Merge settings: `over` wins; sections are merged, lists are replaced. */
function merge(under: Given, over: Given): Given {
  const merged: Given = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] =
      isSection(below) && isSection(value) ? merge(below, value) : value;
  }
  return merged;
}

function isSection(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(key: string, message: string): Failed {
  if (key === '') {
    return new Failed('invalid-request', `The settings are wrong: ${message}.`);
  }
  const flag = FLAGS.find(entry => entry.key === key.split('.')[0]);
  const name = flag?.key === key ? `--${flag.flag}` : `The setting "${key}"`;
  return new Failed('invalid-request', `${name} ${message}.`, { field: key });
}

function freeze<T extends object>(value: T): Readonly<T> {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null) {
      freeze(child as object);
    }
  }
  return Object.freeze(value);
}
