import type { Logger } from 'pino';
import { parseReference } from '../../registry/reference.ts';
import type { ImageReference } from '../../registry/reference.ts';
import type { Registry } from '../../registry/registry.ts';
import { Failed } from '../../base/errors.ts';

export interface ImageAvailabilityDeps {
  readonly registry: Pick<Registry, 'digest'>;
  /** How long an answer is good, and a registry that is away left alone. */
  readonly answerMs: number;
  /** How long a listing waits for a registry. */
  readonly patienceMs: number;
  readonly log: Pick<Logger, 'warn'>;
  readonly now: () => Date;
}

interface Answer {
  known?: boolean;
  /** Until when it is good. */
  until: number;
  asking?: Promise<void>;
}

const IMAGES = 2000;

/**
 * Whether the registry has images. It is asked of every image of every listing,
 * so answers are remembered; while the registry is away the last one counts, or
 * else that there is an image: a start then says what is wrong.
 */
export class ImageAvailability {
  readonly #deps: ImageAvailabilityDeps;
  readonly #answers = new Map<string, Answer>();
  /** Until when a registry is not asked again. */
  readonly #away = new Map<string, number>();

  constructor(deps: ImageAvailabilityDeps) {
    this.#deps = deps;
  }

  async has(image: string): Promise<boolean> {
    const reference = byDigestOnly(image);
    if (!reference) {
      return false;
    }
    const now = this.#now();
    const answer = this.#answer(image);
    const away = this.#away.get(reference.registry ?? '') ?? 0;
    if (now >= answer.until && now >= away) {
      answer.asking ??= this.#ask(answer, reference);
      await this.#patiently(answer.asking, reference);
    }
    return answer.known ?? true;
  }

  /** The registry was just asked. */
  confirm(image: string): void {
    const answer = this.#answer(image);
    answer.known = true;
    answer.until = this.#now() + this.#deps.answerMs;
  }

  async #ask(answer: Answer, reference: ImageReference): Promise<void> {
    const { registry, answerMs, log } = this.#deps;
    try {
      await registry.digest(reference, new AbortController().signal);
      answer.known = true;
      answer.until = this.#now() + answerMs;
    } catch (error) {
      if (error instanceof Failed && error.code === 'image-unavailable') {
        answer.known = false;
        answer.until = this.#now() + answerMs;
      } else {
        log.warn(
          { err: error },
          'the registry does not say which images it has'
        );
        this.#leave(reference);
      }
    } finally {
      delete answer.asking;
    }
  }

  /** The answer goes on to be waited for, but not by a listing. */
  async #patiently(
    asking: Promise<void>,
    reference: ImageReference
  ): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(() => {
        this.#leave(reference);
        resolve();
      }, this.#deps.patienceMs);
    });
    await Promise.race([asking, late]);
    clearTimeout(timer);
  }

  #leave({ registry = '' }: ImageReference): void {
    this.#away.set(registry, this.#now() + this.#deps.answerMs);
  }

  /** The one remembered, moved to the end of those to be forgotten. */
  #answer(image: string): Answer {
    const answer = this.#answers.get(image) ?? { until: 0 };
    this.#answers.delete(image);
    this.#answers.set(image, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > IMAGES && oldest !== undefined) {
      this.#answers.delete(oldest);
    }
    return answer;
  }

  #now(): number {
    return this.#deps.now().getTime();
  }
}

/** Images of other builders, and tags, are not ours to start. */
function byDigestOnly(image: string): ImageReference | undefined {
  try {
    const reference = parseReference(image);
    return reference.digest === undefined ? undefined : reference;
  } catch {
    return undefined;
  }
}
