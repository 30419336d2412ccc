/** The authentication that a registry asks for in `WWW-Authenticate`. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      readonly realm: string;
      readonly service?: string;
      readonly scope?: string;
    };

/** Read the header; of several schemes a bearer's is preferred. */
export function parseChallenge(header: string | null): Challenge | undefined {
  const text = header ?? '';
  const [, rest] = /(?:^|[\s,])bearer\s+(.*)$/i.exec(text) ?? [];
  if (rest !== undefined) {
    // The first of each name counts: later ones may be of another scheme.
    const values = new Map(
      [...rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/g)]
        .reverse()
        .map(
          ([, name = '', quoted, bare]) =>
            [name.toLowerCase(), quoted ?? bare ?? ''] as const
        )
    );
    const realm = values.get('realm');
    const service = values.get('service');
    const scope = values.get('scope');
    if (realm !== undefined) {
      return {
        scheme: 'bearer',
        realm,
        ...(service === undefined ? {} : { service }),
        ...(scope === undefined ? {} : { scope })
      };
    }
  }
  return /(^|[\s,])basic\b/i.test(text) ? { scheme: 'basic' } : undefined;
}
