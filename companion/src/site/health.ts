import type { Logger } from 'pino';
import type { Driver } from '../drivers/driver.ts';
import type { Records } from '../records/records.ts';

export interface HealthDeps {
  readonly records: Pick<Records, 'settings'>;
  readonly driver: Pick<Driver, 'answers'>;
  readonly log: Pick<Logger, 'warn'>;
}

export interface Health {
  readonly ready: boolean;
  readonly store: 'ok' | 'failed';
  readonly driver: 'ok' | 'away';
}

const DEADLINE_MS = 2_000;

/**
 * Tells if the companion can work. It is not ready before the driver's platform
 * has answered once. It stays ready in a later outage of the platform, which is
 * told: people must be able to read that the cluster does not answer.
 */
export class HealthCheck {
  readonly #deps: HealthDeps;
  #reached = false;

  constructor(deps: HealthDeps) {
    this.#deps = deps;
  }

  async look(): Promise<Health> {
    const [store, driver] = await Promise.all([
      // A write, since a full disk can still be read.
      this.#holds('store', this.#deps.records.settings.set('health', '')),
      this.#holds('driver', this.#deps.driver.answers())
    ]);
    this.#reached ||= driver;
    return {
      ready: store && this.#reached,
      store: store ? 'ok' : 'failed',
      driver: driver ? 'ok' : 'away'
    };
  }

  async #holds(part: string, work: Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`The ${part} does not answer.`));
      }, DEADLINE_MS);
    });
    try {
      await Promise.race([work, late]);
      return true;
    } catch (error) {
      this.#deps.log.warn(
        { err: error, part },
        'A part of the companion does not work; the readiness probe shows it'
      );
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
