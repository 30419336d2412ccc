import { z } from 'zod';

/**
 * What a gateway of its own asks of the companion: who somebody is, and where a
 * server answers. `POST v1/<call>` on the internal port, JSON both ways.
 */

const ServerRef = z.object({ user: z.string(), name: z.string() });
const Principal = z.object({
  user: z.string(),
  server: ServerRef.exactOptional(),
  page: z.literal(true).exactOptional()
});
/** Of a token or a cookie's value that may be one of ours, in characters. */
export const LONGEST = 4096;
/** Of a cookie's values: more do not fit into a request's headers. */
const MOST_VALUES = 1000;
const Text = z.string().max(LONGEST);

export const CALLS = {
  /** Whose token this is. */
  principal: {
    body: z.strictObject({ token: Text }),
    answer: z.object({ principal: Principal.nullable() })
  },
  /** Whose browser session has one of these values of the cookie. */
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
