import type { Logger } from 'pino';
import { parseReference } from '../../registry/reference.ts';
import type { ImageReference } from '../../registry/reference.ts';
import type { Registry } from '../../registry/registry.ts';
import { Failed } from '../../base/errors.ts';

export interface ImageAvailabilityDeps {
  readonly registry: Pick<Registry, 'digest'>;
  /** How long an answer is kept, and a registry that is away is not asked. */
  readonly answerMs: number;
  /** How long a listing waits for a registry. */
  readonly patienceMs: number;
  readonly log: Pick<Logger, 'warn'>;
  readonly now: () => Date;
}

interface Answer {
  known?: boolean;
  /** The time from which the registry is asked again. */
  until: number;
  asking?: Promise<void>;
}

const IMAGES = 2000;

/**
 * Tells whether the registry has an image. Every listing asks for every image:
 * answers are remembered. While the registry is away its last answer counts;
 * without one the image counts as there, and a start then says what is wrong.
 */
export class ImageAvailability {
  readonly #deps: ImageAvailabilityDeps;
  readonly #answers = new Map<string, Answer>();
  /** The time until which each registry that is away is not asked. */
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

  /** Remembers that the registry has the image, as it was just asked. */
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
          'The registry could not be asked for an image; its last answer counts'
        );
        this.#leave(reference);
      }
    } finally {
      delete answer.asking;
    }
  }

  /** Waits a short time only; the request goes on without the listing. */
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

  /** Returns the answer for an image, now the last one to be forgotten. */
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

/** Parses an image by digest; tags and other builders' images are not ours. */
function byDigestOnly(image: string): ImageReference | undefined {
  try {
    const reference = parseReference(image);
    return reference.digest === undefined ? undefined : reference;
  } catch {
    return undefined;
  }
}
