import { pino } from 'pino';
import type { DestinationStream, Logger, LoggerOptions } from 'pino';
import { userSlug } from '../drivers/user-slug.ts';

/** Where secrets would be if somebody logged an object as it is. */
const PATHS = ['token', 'secret', 'ticket', 'cookie', 'authorization'].flatMap(
  name => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]
);

/** Where secrets are in texts: URLs, headers, command lines, environments. */
const TEXTS: readonly RegExp[] = [
  /\b(token|ticket|secret|password|api_?key)(=|%3D|\\?"\s*:\s*\\?"|: )[^\s"'&,;\\}]+/gi,
  /\b(bearer|ticket|basic) +[\w.~+/=-]{8,}/gi,
  /(:\/\/)[^\s/@"\\]{1,200}(?=@)/g,
  /\b(projects-session-\d+)=[\w-]+/gi,
  /\b(home)\.[\w-]+\.[0-9a-f]{64}/gi
];

/** JSON lines with the operation's id; the user by slug, and nothing secret. */
export function createLog(
  level: NonNullable<LoggerOptions['level']>,
  destination: DestinationStream
): Logger {
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: PATHS, censor: '[secret]' },
      serializers: { err: plainError },
      formatters: {
        level: label => ({ level: label }),
        log: fields =>
          typeof fields.user === 'string'
            ? { ...fields, user: userSlug(fields.user) }
            : fields
      },
      hooks: { streamWrite: withoutSecrets }
    },
    destination
  );
}

/** Keep the texts of an error, but no request, answer or body that it holds. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const code = 'code' in error ? { code: error.code } : {};
  return {
    type: error.name,
    message: error.message,
    ...code,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: plainError(error.cause) })
  };
}

/** Take secrets out of a line, just before it is written. */
export function withoutSecrets(line: string): string {
  return TEXTS.reduce(
    (text, pattern) =>
      text.replace(pattern, (_, name: string, between?: unknown) =>
        typeof between === 'string'
          ? `${name}${between}[secret]`
          : `${name} [secret]`
      ),
    line
  );
}
