/** The event stream: a websocket for pages, server-sent events for scripts. */
import { z } from 'zod';
import { TrashList, Usage } from './calls.ts';
import { Build, Project, Switch } from './objects.ts';

/**
 * A message of a page on `api/v1/events`. The first must be `open`; the socket
 * is the page's presence on the server whose token it gives.
 */
export const ClientMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    token: z.string().max(1024),
    /** Random, made by the page when it loads; absent on the home page. */
    page: z.string().max(100).optional(),
    /** The id of the last event that was received. */
    last: z.string().max(100).optional()
  }),
  z.strictObject({
    type: z.literal('follow'),
    build: z.string(),
    /** Byte offset into the log from which to follow. */
    offset: z.number().int().min(0)
  }),
  z.strictObject({ type: z.literal('unfollow'), build: z.string() })
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/** An event's `data` is the whole object; `id` is `<epoch>-<n>`. */
export const ServerEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('project'), id: z.string(), data: Project }),
  z.object({
    event: z.literal('project-removed'),
    id: z.string(),
    data: z.object({ id: z.string() })
  }),
  z.object({ event: z.literal('build'), id: z.string(), data: Build }),
  z.object({ event: z.literal('switch'), id: z.string(), data: Switch }),
  z.object({ event: z.literal('usage'), id: z.string(), data: Usage }),
  z.object({ event: z.literal('trash'), id: z.string(), data: TrashList })
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

/** A message on the websocket: an event, or one of the others here. */
export const ServerMessage = z.discriminatedUnion('event', [
  ...ServerEvent.options,
  /** The first answer; events after `id` follow. */
  z.object({ event: z.literal('opened'), id: z.string() }),
  /** The last id is unknown here: ask for everything again. */
  z.object({ event: z.literal('reset'), id: z.string() }),
  z.object({ event: z.literal('beat') }),
  z.object({
    event: z.literal('log'),
    data: z.object({
      build: z.string(),
      /** Byte offset of the first byte of `text`, and of the next chunk. */
      offset: z.number(),
      next: z.number(),
      text: z.string(),
      complete: z.boolean()
    })
  })
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
