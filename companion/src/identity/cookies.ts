/** Cookies, as far as a gateway has to do with them. */

const PAIR = /^([^=]*)(?:=(.*))?$/s;

function pairs(header: string | undefined): [name: string, value: string][] {
  return (header ?? '').split(';').flatMap(text => {
    const [, name = '', value = ''] = PAIR.exec(text.trim()) ?? [];
    return name === '' && value === '' ? [] : [[name.trim(), value.trim()]];
  });
}

/** The form of our cookies' values: 32 bytes in base64url. */
const VALUE = /^[\w-]{43}$/;

/** The depth of a path down to which cookies of others are ended. */
const DEEPEST = 16;

/**
 * Return every value of the cookie that can be a session. A page below, or on
 * another port, may have set a cookie of the same name for its own path, and
 * browsers send such cookies first.
 */
export function sessionValues(
  header: string | undefined,
  name: string
): string[] {
  const values = pairs(header)
    .filter(([key, value]) => key === name && VALUE.test(value))
    .map(([, value]) => value);
  return [...new Set(values)];
}

/**
 * Return `Set-Cookie` headers that end the cookies which others have set in our
 * name for parts of this path; none when at most one was sent, as it is ours.
 */
export function endings(
  header: string | undefined,
  name: string,
  url = '/'
): string[] {
  if (pairs(header).filter(([key]) => key === name).length < 2) {
    return [];
  }
  const [path = ''] = url.split('?', 1);
  const parts = path.split('/').slice(1, DEEPEST).filter(isPart);
  return parts.flatMap((_part, index) => {
    const above = `/${parts.slice(0, index + 1).join('/')}`;
    return [above, `${above}/`].map(
      folder => `${name}=; Path=${folder}; Max-Age=0`
    );
  });
}

/** True when the text can stand in the path of a cookie. */
function isPart(text: string): boolean {
  return /^[^;\s\p{Cc}]+$/u.test(text);
}

/**
 * Return a `Cookie` header without companions' sessions, and without cookies
 * that begin like one of `withheld`, such as those of a sign-in proxy.
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
  return /^(?:__Host-)?projects-session-/i.test(name);
}
