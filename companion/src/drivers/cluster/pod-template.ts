import type { V1Pod } from '@kubernetes/client-node';

type Json = Readonly<Record<string, unknown>>;

/**
 * Merge the administrator's pod with ours: maps by key, lists of named things
 * (containers, volumes, environment) by name; other lists are joined. Where
 * both have a value ours wins; nothing else of the administrator's is dropped.
 */
export function mergePod(template: Json, ours: V1Pod): V1Pod {
  return merge(template, toJson(ours)) as V1Pod;
}

function merge(under: unknown, over: unknown): unknown {
  if (over === undefined) {
    return under;
  }
  if (Array.isArray(under) && Array.isArray(over)) {
    return mergeLists(under, over);
  }
  if (isMap(under) && isMap(over)) {
    const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
    return Object.fromEntries(
      [...keys].map(key => [key, merge(under[key], over[key])])
    );
  }
  return over;
}

function mergeLists(
  under: readonly unknown[],
  over: readonly unknown[]
): unknown[] {
  const names = new Map(under.map(item => [nameOf(item), item]));
  const merged = over.map(item => {
    const name = nameOf(item);
    return name === undefined ? item : merge(names.get(name), item);
  });
  const taken = new Set(over.map(nameOf));
  const kept = under.filter(item => {
    const name = nameOf(item);
    return name === undefined || !taken.has(name);
  });
  return [...kept, ...merged];
}

/** Return the key of a list's item: its name, or for a mount its path. */
function nameOf(item: unknown): string | undefined {
  if (!isMap(item)) {
    return undefined;
  }
  const { mountPath, name } = item;
  const key = mountPath ?? name;
  return typeof key === 'string' ? key : undefined;
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Return the pod as it is sent: without `undefined`s, and dates as text. */
function toJson(pod: V1Pod): unknown {
  return JSON.parse(JSON.stringify(pod));
}
