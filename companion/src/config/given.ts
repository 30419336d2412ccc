import { parseArgs } from 'node:util';
import { Failed } from '../base/errors.ts';
import { FLAGS } from './flags.ts';
import { Settings } from './settings.ts';
import type { Flag } from './flags.ts';

/** Settings as they were given, before they are checked. */
export type Given = Record<string, unknown>;

const PREFIX = 'PROJECTS_';

export function fromFlags(args: readonly string[]): Given {
  const given: Given = {};
  for (const [flag, value] of Object.entries(parseFlags(args))) {
    const entry = FLAGS.find(other => other.flag === flag);
    if (entry && value !== undefined) {
      given[entry.key] = value;
    }
  }
  return given;
}

/** True when the command line asks for help, whatever else it has. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

/**
 * Read variables: `PROJECTS_KEEP_WARM` is `keepWarm`, `PROJECTS_UV_PATH` is
 * `uv.path`; lists are separated by spaces, or JSON. Other variables of this
 * prefix are no settings: every server has `PROJECTS_ROOT`.
 */
export function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>
): Given {
  const given: Given = {};
  const read = (key: string, section?: string) => {
    const name = variable(key, section);
    const text = environment[name];
    if (text === undefined || text === '') {
      return undefined;
    }
    return LISTS.has(key) ? list(name, text) : text;
  };
  for (const key of ['config', ...Object.keys(Settings.shape)]) {
    const section = SECTIONS[key];
    const value = section
      ? defined(section.map(name => [name, read(name, key)]))
      : read(key);
    if (value !== undefined) {
      given[key] = value;
    }
  }
  return given;
}

const LISTS = new Set([
  'allowSource',
  'hosts',
  'serverArgs',
  'labextensions',
  'insecure'
]);

const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  local: Object.keys(Settings.shape.local.unwrap().shape),
  uv: Object.keys(Settings.shape.uv.unwrap().shape),
  kubernetes: ['kubeconfig', 'namespace', 'image'],
  binderhub: Object.keys(Settings.shape.binderhub.unwrap().shape),
  registry: Object.keys(Settings.shape.registry.unwrap().shape),
  proxyAuth: Object.keys(Settings.shape.proxyAuth.unwrap().shape),
  internal: Object.keys(Settings.shape.internal.unwrap().shape),
  gateway: Object.keys(Settings.shape.gateway.unwrap().shape),
  times: Object.keys(Settings.shape.times.unwrap().shape)
};

function variable(key: string, section?: string): string {
  const words = section === undefined ? key : `${section}_${key}`;
  return PREFIX + words.replace(/[A-Z]/g, '_$&').toUpperCase();
}

function list(name: string, text: string): unknown {
  if (!text.startsWith('[')) {
    return text.trim().split(/\s+/);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = `${name} must be a JSON list, or words with spaces between.`;
    throw new Failed('invalid-request', detail, { cause });
  }
}

function defined(entries: [string, unknown][]): Given | undefined {
  const given = entries.filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(FLAGS.map(option)),
      allowNegative: true,
      strict: true
    }).values;
  } catch (cause) {
    // Node's sentence names the flag; ours says where all flags are listed.
    const said = (cause as Error).message.split('. ')[0] ?? '';
    const detail = `${said}. See --help.`;
    throw new Failed('invalid-request', detail, { cause });
  }
}

function option({ flag, kind }: Flag) {
  return [
    flag,
    {
      type: kind === 'yes-no' ? ('boolean' as const) : ('string' as const),
      multiple: kind === 'list'
    }
  ] as const;
}
