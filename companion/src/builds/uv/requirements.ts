import { setImmediate as turn } from 'node:timers/promises';

/** One requirement of a file, by the normalised name of its package. */
export interface Requirement {
  readonly name: string;
  /** The text after the name: `==1.0`, `>=2,<3`, or nothing. */
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface Requirements {
  readonly requirements: readonly Requirement[];
  /** True when the text names files or folders, so that it does not say all. */
  readonly refers: boolean;
}

/** Lines that are read before other work gets its turn. */
const AT_ONCE = 1_000;

/**
 * Read the names and lines of a `requirements.txt`. A long one does not block
 * other work, and is left when `signal` aborts.
 */
export async function parseRequirements(
  text: string,
  signal: AbortSignal
): Promise<Requirements> {
  const requirements: Requirement[] = [];
  let refers = false;
  let continued = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (index % AT_ONCE === 0) {
      await turn();
      signal.throwIfAborted();
    }
    const line = withoutComment(raw).trim();
    if (!continued && isReference(line)) {
      refers = true;
    } else if (!continued) {
      const requirement = parseRequirement(line);
      if (requirement) {
        requirements.push({ ...requirement, line: index + 1 });
      }
    }
    continued = line.endsWith('\\');
  }
  return { requirements, refers };
}

/** Read one requirement, e.g. `numpy[extra] >=1.0; python_version > "3"`. */
export function parseRequirement(
  text: string
): Pick<Requirement, 'name' | 'specifier'> | undefined {
  const [name] = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/.exec(text) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const behind = text.slice(name.length).trimStart();
  const rest = behind.replace(/^\[[^\]]*\]/, '').trimStart();
  if (!/^($|[<>=!~@;(\\]|--)/.test(rest)) {
    return undefined;
  }
  const [specifier = ''] = rest.split(/;|\\|\s--/, 1);
  return {
    name: normalise(name),
    specifier: specifier.replace(/[\s()]/g, '')
  };
}

/** Normalise a package's name, to compare it as PEP 503 says. */
export function normalise(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** True when a line of a lock is a folder, not a package of an index. */
export function isLocal(line: string): boolean {
  return /^(-e\s|\.|\/|file:)|\s@\s+file:/.test(line.trim());
}

/** True when `specifier` allows no version from `major` on. */
export function excludesMajor(specifier: string, major: number): boolean {
  return specifier.split(',').some(clause => {
    const [, operator = '', version = ''] =
      /^(===?|~=|<=?)v?(\d+)/.exec(clause) ?? [];
    const first = Number.parseInt(version, 10);
    return operator === '<' && /^<v?\d+(\.0+)*$/.test(clause)
      ? first <= major
      : operator !== '' && first < major;
  });
}

/** Search for `#`; a match up to the end is slow if the line is very long. */
function withoutComment(line: string): string {
  const at = line.search(/(^|\s)#/);
  return at === -1 ? line : line.slice(0, at);
}

function isReference(line: string): boolean {
  return (
    /^(-[ecr]|--(editable|requirement|constraint))\b/.test(line) ||
    isLocal(line)
  );
}
