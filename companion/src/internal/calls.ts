import { z } from 'zod';

/**
 * The questions of a separate gateway to the companion: who somebody is, and
 * where a server answers. `POST v1/<call>` at the internal port, JSON in both
 * directions.
 */

const ServerRef = z.object({ user: z.string(), name: z.string() });
const Principal = z.object({
  user: z.string(),
  server: ServerRef.exactOptional(),
  page: z.literal(true).exactOptional()
});
/** The most characters of a token, or a cookie's value, that may be ours. */
export const LONGEST = 4096;
/** The most values of a cookie: more do not fit into a request's headers. */
const MOST_VALUES = 1000;
const Text = z.string().max(LONGEST);

export const CALLS = {
  /** Tells whose token this is. */
  principal: {
    body: z.strictObject({ token: Text }),
    answer: z.object({ principal: Principal.nullable() })
  },
  /** Tells whose browser session has one of these values of the cookie. */
  session: {
    body: z.strictObject({ values: z.array(Text).max(MOST_VALUES) }),
    answer: z.object({ user: z.string().nullable() })
  },
  'open-session': {
    body: z.strictObject({ user: Text }),
    answer: z.object({ value: z.string() })
  },
  endpoint: {
    body: z.strictObject({ user: Text, name: Text }),
    answer: z.object({
      endpoint: z.object({ target: z.url(), token: z.string() }).nullable()
    })
  }
} as const;

export type CallName = keyof typeof CALLS;
export type CallBody<N extends CallName> = z.infer<(typeof CALLS)[N]['body']>;
export type CallAnswer<N extends CallName> = z.infer<
  (typeof CALLS)[N]['answer']
>;

export function isCall(name: string): name is CallName {
  return Object.hasOwn(CALLS, name);
}

export const PREFIX = '/v1/';
