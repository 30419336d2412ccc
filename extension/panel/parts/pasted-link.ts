/**
 * The page's own judgement of a pasted link; the companion judges the rest.
 */
export type PastedLink =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unlikely' }
  | { readonly kind: 'credentials'; readonly without: string }
  | { readonly kind: 'likely'; readonly source: string };

/**
 * Judge a pasted text. A password in a link must not be sent anywhere.
 */
export function pastedLink(text: string): PastedLink {
  const source = text.trim();
  if (source === '') {
    return { kind: 'empty' };
  }
  const secret = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@(.*)$/i.exec(source);
  if (secret) {
    return {
      kind: 'credentials',
      without: `${secret[1] ?? ''}${secret[2] ?? ''}`
    };
  }
  return /\s/.test(source) || !source.includes('/') || source.startsWith('-')
    ? { kind: 'unlikely' }
    : { kind: 'likely', source };
}

/**
 * Return a folder's name that is free: `penguins-2`.
 */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number++) {
    free = `${name}-${String(number)}`;
  }
  return free;
}
