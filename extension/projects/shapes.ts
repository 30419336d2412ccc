/**
 * Answers are read tolerantly: the companion may be older or newer than this
 * page. Fields that a view relies on are there with the right type; unknown
 * words and fields stay as they came.
 */
type Fields = Record<string, unknown>;

/**
 * Return the value as an object, or nothing.
 */
export function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;
}

/**
 * Replace the fields that have not the type of their default. Returns `null`
 * when one of the `needed` strings is missing.
 */
export function shaped<T extends object>(
  value: unknown,
  needed: readonly (keyof T & string)[],
  defaults: Partial<T>
): T | null {
  const given = fields(value);
  if (!given || needed.some(key => typeof given[key] !== 'string')) {
    return null;
  }
  const shape: Fields = { ...given };
  for (const [key, fallback] of Object.entries(defaults)) {
    if (!sameKind(given[key], fallback)) {
      shape[key] = fallback;
    }
  }
  return shape as T;
}

function sameKind(value: unknown, like: unknown): boolean {
  if (like === null) {
    // A nullable number, the only nullable thing of the contract beside ids.
    return typeof value === 'number' || value === null;
  }
  return Array.isArray(like)
    ? Array.isArray(value)
    : typeof value === typeof like && value !== null;
}

/**
 * Read a list, without the items that cannot be read.
 */
export function list<T>(value: unknown, one: (item: unknown) => T | null): T[] {
  return Array.isArray(value)
    ? value.map(one).filter(item => item !== null)
    : [];
}

/**
 * Turn `null`, which here means unreadable, into `undefined`.
 */
export function known<T extends object>(parts: {
  [K in keyof T]: T[K] | null;
}): Partial<T> {
  return Object.fromEntries(
    Object.entries(parts).map(([key, part]) => [key, part ?? undefined])
  ) as Partial<T>;
}

/**
 * Return a field that is text, or an empty text.
 */
export function text(from: Fields | undefined, key: string): string {
  const value = from?.[key];
  return typeof value === 'string' ? value : '';
}
