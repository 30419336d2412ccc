import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { parsedJson } from '../../base/json.ts';

/** What BinderHub tells of a build; `phase` may be missing, or a new one. */
const BuildEvent = z.object({
  phase: z.string().optional(),
  message: z.string().optional(),
  imageName: z.string().optional(),
  /** Of errors, which BinderHub sends as events of a 200. */
  status_code: z.number().optional()
});
export type BuildEvent = z.infer<typeof BuildEvent> & {
  /** Seconds, of one that says that it is asked too often. */
  readonly retryAfter?: number;
};

/** A traceback is some kilobytes; more without an end is no event. */
const EVENT_CHARACTERS = 4 * 1024 * 1024;

/**
 * Bytes of an event stream to events, wherever the bytes were cut. What is no
 * event of a build is text for its log.
 */
export class BuildEvents {
  readonly #decoder = new TextDecoder();
  readonly #parser: ReturnType<typeof createParser>;
  #events: BuildEvent[] = [];

  constructor() {
    this.#parser = createParser({
      maxBufferSize: EVENT_CHARACTERS,
      onEvent: ({ data }) => {
        this.#events.push(parse(data));
      },
      onError: error => {
        if (error.type === 'max-buffer-size-exceeded') {
          throw error;
        }
      }
    });
  }

  /** The events that these bytes end. */
  feed(bytes: Uint8Array): BuildEvent[] {
    this.#parser.feed(this.#decoder.decode(bytes, { stream: true }));
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function parse(data: string): BuildEvent {
  return BuildEvent.safeParse(parsedJson(data)).data ?? { message: data };
}
