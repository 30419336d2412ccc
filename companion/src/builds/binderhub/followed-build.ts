import { setTimeout as wait } from 'node:timers/promises';
import type { BuildPhase, Source } from '../../contract/contract.ts';
import { Failed } from '../../base/errors.ts';
import {
  byDigest,
  formatReference,
  parseReference
} from '../../registry/reference.ts';
import type { Registry } from '../../registry/registry.ts';
import { isAway } from '../../registry/registry-errors.ts';
import type { BuildReport } from '../builder.ts';
import type { BuildEvent } from './build-events.ts';
import { buildFailure, isPassing } from './build-failure.ts';
import { BuildLines } from './build-lines.ts';
import { buildPath } from './build-spec.ts';
import { Lost, streamEvents } from './event-stream.ts';
import { Patience } from './patience.ts';

export interface BinderHub {
  readonly url: string;
  readonly token?: string;
  readonly connectMs: number;
  readonly idleMs: number;
  /** The longest time of a whole build; BinderHub itself has no limit. */
  readonly wallMs: number;
  /** The longest wait for a BinderHub that went away. */
  readonly retryMs: number;
  /** The first pause before it is asked again; each next is doubled. */
  readonly retryFirstMs: number;
}

export interface FollowedBuildDeps {
  readonly binderHub: BinderHub;
  readonly registry: Pick<Registry, 'digest'>;
  readonly source: Source;
  readonly report: BuildReport;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

const PHASES: readonly BuildPhase[] = ['fetching', 'building', 'pushing'];
/** How often in a row BinderHub may answer with an error of its own. */
const ERRORS = 3;

/**
 * One build, followed over as many connections as it takes: each asks for the
 * same commit, so BinderHub attaches to the build that runs, or finds its image.
 */
export class FollowedBuild {
  readonly #deps: FollowedBuildDeps;
  readonly #lines: BuildLines;
  readonly #wall: AbortSignal;
  /** The last phase that was reported; phases never go back. */
  #phase = -1;
  readonly #patience: Patience;
  #errors = 0;

  constructor(deps: FollowedBuildDeps) {
    this.#deps = deps;
    this.#lines = new BuildLines(text => {
      deps.report.log(text);
    });
    const { retryFirstMs: firstMs, retryMs: wholeMs } = deps.binderHub;
    this.#patience = new Patience({ firstMs, wholeMs });
    this.#wall = AbortSignal.timeout(deps.binderHub.wallMs);
  }

  /** Resolves to the image by digest, once the registry has it. */
  async run(): Promise<string> {
    const { signal, binderHub } = this.#deps;
    try {
      for (;;) {
        const image = await this.#attempt();
        if (image !== undefined) {
          return image;
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      throw this.#wall.aborted ? tooLong(binderHub.wallMs) : error;
    }
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#deps.signal, this.#wall]);
  }

  /** Follow one connection; nothing when it was lost and may be tried again. */
  async #attempt(): Promise<string | undefined> {
    const { binderHub, now } = this.#deps;
    const began = now().getTime();
    try {
      return await this.#confirm(await this.#follow());
    } catch (error) {
      if (!(error instanceof Lost)) {
        throw error;
      }
      const lived = now().getTime() - began;
      if (lived > 2 * binderHub.idleMs) {
        // So long a connection had at least keepalives: BinderHub was there.
        this.#patience.wentOn();
      }
      await this.#pause(error, lived);
      return undefined;
    }
  }

  /** Resolves to the name of the image that BinderHub says is ready. */
  async #follow(): Promise<string> {
    const { binderHub, source } = this.#deps;
    const base = binderHub.url.replace(/\/*$/, '/');
    const url = new URL(`${buildPath(source)}?build_only=true`, base);
    const asked = { ...binderHub, url, signal: this.#signal };
    for await (const event of streamEvents(asked)) {
      const { phase, message, imageName } = event;
      if (message !== undefined) {
        this.#lines.add(message);
      }
      if (phase === 'failed' || phase === 'failure') {
        throw this.#failed(event);
      }
      if (phase === 'ready') {
        return named(imageName);
      }
      this.#enter(event);
    }
    throw new Lost('BinderHub ended the stream before the build.');
  }

  #failed(event: BuildEvent): Error {
    if (isPassing(event) && ++this.#errors <= ERRORS) {
      const { status_code: status } = event;
      return new Lost(
        status === undefined
          ? 'BinderHub lost sight of the build.'
          : `BinderHub answered with an error (${String(status)}).`
      );
    }
    return buildFailure(event, this.#lines);
  }

  #enter({ phase, message = '' }: BuildEvent): void {
    const pushing = /^#\d+ pushing /.test(message);
    const entered = PHASES.findIndex(
      known => known === (pushing ? 'pushing' : phase)
    );
    if (entered >= 0) {
      // Only a build that runs has these phases: BinderHub is well.
      this.#patience.heard();
      this.#errors = 0;
    }
    const name = PHASES[entered];
    if (name !== undefined && entered > this.#phase) {
      this.#phase = entered;
      this.#patience.wentOn();
      this.#deps.report.phase(name);
    }
  }

  /** Ask the registry: BinderHub says `ready` even if set up without a push. */
  async #confirm(imageName: string): Promise<string> {
    const { registry } = this.#deps;
    const reference = parseReference(imageName);
    try {
      const digest = await registry.digest(reference, this.#signal);
      return formatReference(byDigest(reference, digest));
    } catch (error) {
      if (isAway(error)) {
        throw new Lost('The registry of images does not answer.', {
          cause: error
        });
      }
      throw notConfirmed(error, imageName);
    }
  }

  /** Wait longer each time, up to `retryMs` in all. */
  async #pause(lost: Lost, livedMs: number): Promise<void> {
    const { binderHub, now, report } = this.#deps;
    const { retryMs } = binderHub;
    const pause = this.#patience.pause(now().getTime(), livedMs);
    if (pause === undefined) {
      throw new Failed(
        'network',
        `${lost.message} It was asked again for ${minutes(retryMs)}.`,
        { cause: lost, actions: ['retry', 'view-log'] }
      );
    }
    report.log(
      `${lost.message} Asking again; lines of the log may be missing here.\n`
    );
    await wait(pause, undefined, { signal: this.#signal });
  }
}

function named(imageName: string | undefined): string {
  if (imageName === undefined) {
    throw new Failed(
      'build-failed',
      'BinderHub says that the image is ready, but not what it is called.',
      { actions: ['retry', 'view-log'] }
    );
  }
  return imageName;
}

function notConfirmed(cause: unknown, image: string): unknown {
  if (!(cause instanceof Failed)) {
    return cause;
  }
  const actions = ['retry' as const, 'view-log' as const];
  return cause.code === 'image-unavailable'
    ? new Failed(
        'image-unavailable',
        'BinderHub says that the image is ready, but the registry does not have it. The administrator must check that BinderHub may push (push_secret).',
        { cause, values: { image, reason: 'not-pushed' }, actions }
      )
    : new Failed('build-failed', cause.message, { cause, actions });
}

function tooLong(wallMs: number): Failed {
  return new Failed(
    'build-failed',
    `The build took longer than ${minutes(wallMs)} and is not followed any more. BinderHub may go on with it: build again to see.`,
    { values: { reason: 'too-long' }, actions: ['retry', 'view-log'] }
  );
}

function minutes(ms: number): string {
  const count = Math.round(ms / 60_000);
  return ms < 120_000
    ? `${String(ms / 1000)} seconds`
    : `${String(count)} minutes`;
}
