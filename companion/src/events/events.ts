import type { ServerEvent } from '../contract/contract.ts';

/** An event before it has an id. */
export type EventBody = ServerEvent extends infer E
  ? E extends ServerEvent
    ? Omit<E, 'id'>
    : never
  : never;

export type EventListener = (event: ServerEvent) => void;

/** Gets the events of all users: for logs and metrics. */
export type EventObserver = (user: string, event: ServerEvent) => void;

interface Stream {
  /** The last event of each object, in the order of their numbers. */
  readonly latest: Map<string, { n: number; event: ServerEvent }>;
  readonly listeners: Set<EventListener>;
  n: number;
  /** A page that has not seen the event of this number cannot catch up. */
  floor: number;
}

const KEPT = 1000;

/**
 * The events of each user, with the id `<epoch>-<n>`. As each has the whole
 * object, only the last of each object is kept for pages that come back.
 */
export class Events {
  readonly #epoch: string;
  readonly #kept: number;
  readonly #streams = new Map<string, Stream>();
  readonly #observers = new Set<EventObserver>();

  /** `epoch` differs at each start of the process. */
  constructor(deps: { readonly epoch: string; readonly kept?: number }) {
    this.#epoch = deps.epoch;
    this.#kept = deps.kept ?? KEPT;
  }

  publish(user: string, body: EventBody): void {
    const stream = this.#stream(user);
    stream.n += 1;
    const event: ServerEvent = { ...body, id: this.#id(stream) };
    const key = keyOf(event);
    stream.latest.delete(key);
    if (event.event === 'project-removed') {
      stream.latest.delete(`project ${event.data.id}`);
    }
    stream.latest.set(key, { n: stream.n, event });
    this.#prune(stream);
    for (const listener of [...stream.listeners]) {
      listener(event);
    }
    for (const observer of this.#observers) {
      observer(user, event);
    }
  }

  /** Returns a function that removes the observer. */
  observe(observer: EventObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Returns the users whose events somebody gets, such as an open page. */
  heard(): ReadonlySet<string> {
    const streams = [...this.#streams];
    return new Set(
      streams
        .filter(([, { listeners }]) => listeners.size > 0)
        .map(([user]) => user)
    );
  }

  /** Returns a function that removes the listener. */
  subscribe(user: string, listener: EventListener): () => void {
    const { listeners } = this.#stream(user);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Returns the events that a page missed since `last`, and the newest id. */
  since(
    user: string,
    last?: string
  ): { events: ServerEvent[]; id: string } | 'reset' {
    const stream = this.#stream(user);
    const id = this.#id(stream);
    if (last === undefined) {
      return { events: [], id };
    }
    const n = this.#number(last);
    if (n === undefined || n < stream.floor || n > stream.n) {
      return 'reset';
    }
    const entries = [...stream.latest.values()].filter(entry => entry.n > n);
    return { events: entries.map(entry => entry.event), id };
  }

  #number(id: string): number | undefined {
    const prefix = `${this.#epoch}-`;
    const digits = id.startsWith(prefix) ? id.slice(prefix.length) : '';
    return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
  }

  #id(stream: Stream): string {
    return `${this.#epoch}-${String(stream.n)}`;
  }

  #prune(stream: Stream): void {
    for (const [key, { n }] of stream.latest) {
      if (stream.latest.size <= this.#kept) {
        return;
      }
      stream.latest.delete(key);
      stream.floor = n;
    }
  }

  #stream(user: string): Stream {
    let stream = this.#streams.get(user);
    if (!stream) {
      stream = { latest: new Map(), listeners: new Set(), n: 0, floor: 0 };
      this.#streams.set(user, stream);
    }
    return stream;
  }
}

function keyOf({ event, data }: ServerEvent): string {
  return 'id' in data ? `${event} ${data.id}` : event;
}
