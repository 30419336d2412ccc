import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { parsedJson } from '../../base/json.ts';

/** BinderHub's news of a build; `phase` may be missing, or unknown to us. */
const BuildEvent = z.object({
  phase: z.string().optional(),
  message: z.string().optional(),
  imageName: z.string().optional(),
  /** Only errors have it; BinderHub sends them as events of a 200 response. */
  status_code: z.number().optional()
});
export type BuildEvent = z.infer<typeof BuildEvent> & {
  /** Seconds to wait, in an event that says that we ask too often. */
  readonly retryAfter?: number;
};

/** The limit of one event; a traceback has only some kilobytes. */
const EVENT_CHARACTERS = 4 * 1024 * 1024;

/**
 * Turns bytes of an event stream into events, wherever the bytes were cut. Data
 * that is no event of a build becomes text for its log.
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

  /** Returns the events that are complete with these bytes. */
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
