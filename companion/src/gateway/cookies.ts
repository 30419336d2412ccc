/** Cookies, as far as a gateway has to do with them. */

const PAIR = /^([^=]*)(?:=(.*))?$/s;

function pairs(header: string | undefined): [name: string, value: string][] {
  return (header ?? '').split(';').flatMap(text => {
    const [, name = '', value = ''] = PAIR.exec(text.trim()) ?? [];
    return name === '' && value === '' ? [] : [[name.trim(), value.trim()]];
  });
}

/**
 * Every value of that cookie. A page below may have set one of the same name
 * for its own path, which browsers then send first.
 */
export function cookieValues(
  header: string | undefined,
  name: string
): string[] {
  return pairs(header)
    .filter(([key]) => key === name)
    .map(([, value]) => value);
}

/**
 * All of a `Cookie` header that is not a session of a companion's, nor a cookie
 * that begins like one of `withheld`, as those of a sign-in proxy.
 */
export function othersCookies(
  header: string | undefined,
  withheld: readonly string[] = []
): string | undefined {
  const others = pairs(header).filter(
    ([name]) =>
      !isOurs(name) && !withheld.some(prefix => name.startsWith(prefix))
  );
  return others.length === 0
    ? undefined
    : others.map(([name, value]) => `${name}=${value}`).join('; ');
}

/** The `Set-Cookie` headers of a server, without those that would set ours. */
export function withoutOurs(headers: readonly string[]): string[] {
  return headers.filter(header => {
    const [name = ''] = header.split(/[=;]/, 1);
    return !isOurs(name.trim());
  });
}

/** The session's cookie: for this site's own requests, and not for scripts. */
export function sessionCookie(
  name: string,
  value: string,
  { seconds, secure }: { seconds: number; secure: boolean }
): string {
  return [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${String(seconds)}`,
    ...(secure ? ['Secure'] : [])
  ].join('; ');
}

function isOurs(name: string): boolean {
  return name.startsWith('projects-session-');
}
