import { request as httpRequest } from 'node:http';
import * as z from 'zod/mini';
import { Failed } from '../base/errors.ts';
import { CALLS } from './agent-calls.ts';
import { failedOf, Failure } from './agent-failure.ts';
import { empty } from './empty-volume.ts';
import { unavailable } from './volume-failure.ts';
import type { CallName, Input, Output } from './agent-calls.ts';
import type {
  Folder,
  HomeState,
  InTrash,
  Measure,
  OutsideFile,
  Place,
  Volume
} from './volume.ts';

/** The address of an agent, and its secret. */
export interface AgentAddress {
  /** Origin, e.g. `http://10.0.0.7:8010`. */
  readonly url: string;
  readonly secret: string;
  /** Called when the call has ended for which the address was asked. */
  readonly release?: () => void;
}

export interface AgentClientDeps {
  /** The projects root as servers see it. */
  readonly root: string;
  /**
   * Finds an agent of the user; it may take a while to start one. `undefined`
   * for a user who has no volume yet, which counts as an empty one.
   */
  readonly connect: (signal: AbortSignal) => Promise<AgentAddress | undefined>;
  readonly times?: Partial<AgentTimes>;
}

export interface AgentTimes {
  /** Limit of a call that looks, or renames. */
  readonly quickMs: number;
  /** Limit of a call that walks or copies: a million files take minutes. */
  readonly longMs: number;
  /** Limit of `connect`. */
  readonly connectMs: number;
}

const TIMES: AgentTimes = {
  quickMs: 20_000,
  longMs: 60 * 60_000,
  connectMs: 120_000
};
const LONG = new Set<CallName>([
  ...(['prepare', 'publish', 'discard', 'measure'] as const),
  ...(['duplicate', 'sweep', 'purge', 'gather', 'watch'] as const)
]);

/** A user's volume, reached through the agent in one of the user's pods. */
export class AgentClient implements Volume {
  readonly root: string;
  readonly #deps: AgentClientDeps;
  readonly #times: AgentTimes;

  constructor(deps: AgentClientDeps) {
    this.root = deps.root;
    this.#deps = deps;
    this.#times = { ...TIMES, ...deps.times };
  }

  list(): Promise<Folder[]> {
    return this.#call('list', {});
  }

  async find(name: string): Promise<Folder | undefined> {
    return (await this.#call('find', { name })) ?? undefined;
  }

  prepare(operation: string): Promise<string> {
    return this.#call('prepare', { operation });
  }

  async publish(operation: string, name: string): Promise<void> {
    await this.#call('publish', { operation, name });
  }

  async discard(operation: string): Promise<void> {
    await this.#call('discard', { operation });
  }

  usage(): Promise<{ bytes: number | null; capacity: number | null }> {
    return this.#call('usage', {});
  }

  measure(place: Place, signal?: AbortSignal): Promise<Measure> {
    return this.#call('measure', place, signal);
  }

  async rename(name: string, newName: string): Promise<void> {
    await this.#call('rename', { name, newName });
  }

  async duplicate(
    name: string,
    newName: string,
    operation: string,
    signal?: AbortSignal
  ): Promise<void> {
    await this.#call('duplicate', { name, newName, operation }, signal);
  }

  async trash(name: string, id: string, manifest: string): Promise<void> {
    await this.#call('trash', { name, id, manifest });
  }

  trashed(): Promise<InTrash[]> {
    return this.#call('trashed', {});
  }

  async restore(id: string, name: string): Promise<void> {
    await this.#call('restore', { id, name });
  }

  async purge(id: string): Promise<void> {
    await this.#call('purge', { id });
  }

  async sweep(signal?: AbortSignal): Promise<void> {
    await this.#call('sweep', {}, signal);
  }

  outside(): Promise<OutsideFile[]> {
    return this.#call('outside', {});
  }

  async gather(
    names: readonly string[],
    folder: string,
    operation: string
  ): Promise<void> {
    await this.#call('gather', { names: [...names], folder, operation });
  }

  scatter(operation: string): Promise<string> {
    return this.#call('scatter', { operation });
  }

  /** Tell where the folder is now that this agent's pod has as its home. */
  home(name: string, signal?: AbortSignal): Promise<HomeState> {
    return this.#call('home', { name }, signal);
  }

  /** Return the root's tag as soon as it is not `tag`, or after `waitMs`. */
  async watch(
    tag: string | undefined,
    waitMs: number,
    signal?: AbortSignal
  ): Promise<string> {
    const since = tag === undefined ? {} : { tag };
    return (await this.#call('watch', { ...since, waitMs }, signal)).tag;
  }

  async #call<C extends CallName>(
    name: C,
    input: Input<C>,
    signal?: AbortSignal
  ): Promise<Output<C>> {
    const { quickMs, longMs, connectMs } = this.#times;
    const until = (ms: number) => {
      const late = AbortSignal.timeout(ms);
      return signal ? AbortSignal.any([signal, late]) : late;
    };
    let address: AgentAddress | undefined;
    try {
      address = await this.#deps.connect(until(connectMs));
      if (!address) {
        return empty(name);
      }
      const limit = until(LONG.has(name) ? longMs : quickMs);
      const { status, body } = await post(address, name, input, limit);
      return read(name, status, body);
    } catch (error) {
      throw explain(error, signal);
    } finally {
      address?.release?.();
    }
  }
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Post a call; `fetch` would give up after five minutes without a header. */
function post(
  { url, secret }: AgentAddress,
  call: CallName,
  input: unknown,
  signal: AbortSignal
): Promise<Reply> {
  const body = JSON.stringify(input);
  return new Promise((resolve, reject) => {
    const request = httpRequest(new URL(`/v1/${call}`, url), {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body)
      }
    });
    request.once('error', reject);
    request.once('socket', socket => socket.setKeepAlive(true, 15_000));
    request.once('response', response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, body: text });
      });
    });
    request.end(body);
  });
}

function read<C extends CallName>(
  name: C,
  status: number,
  body: string
): Output<C> {
  const answer: unknown = JSON.parse(body);
  if (status === 200) {
    return z.parse(CALLS[name].output, answer) as Output<C>;
  }
  throw failedOf(z.parse(Failure, answer));
}

/** Codes that say nothing of the files: the way to them failed. */
const OF_THE_WAY = ['unauthenticated', 'interrupted'];

function explain(error: unknown, signal: AbortSignal | undefined): Failed {
  if (signal?.aborted) {
    return new Failed('interrupted', 'The file work was ended.');
  }
  return error instanceof Failed && !OF_THE_WAY.includes(error.code)
    ? error
    : unavailable('The agent of your volume does not answer.', error);
}
