import { Failed } from '../base/errors.ts';
import type {
  BuildOrder,
  BuildReport,
  Builder,
  Built,
  Inspection
} from '../builds/builder.ts';

/**
 * Makes images of nothing. A build calls `building` and waits for it; a test
 * replaces it to hold a build, to log, or to break it.
 */
export class FakeBuilder implements Builder {
  readonly name: Builder['name'] = 'uv';
  runsHere = true;
  readonly orders: BuildOrder[] = [];
  /** Images that can be started; a build adds its own. */
  readonly images = new Set<string>();
  /** The references of each `collect`. */
  readonly collected: ReadonlySet<string>[] = [];
  filled = true;
  inspection: Inspection = {
    files: ['requirements.txt'],
    notHonoured: [],
    cached: false
  };
  building: (
    order: BuildOrder,
    report: BuildReport,
    signal: AbortSignal
  ) => Promise<void> = (_order, report) => {
    report.phase('building', 'installing packages');
    report.log('Installed 1 package\n');
    return Promise.resolve();
  };

  inspect(): Promise<Inspection> {
    return Promise.resolve(this.inspection);
  }

  async build(
    order: BuildOrder,
    report: BuildReport,
    signal: AbortSignal
  ): Promise<Built> {
    this.orders.push(order);
    report.phase('fetching', 'cloning');
    await this.building(order, report, signal);
    signal.throwIfAborted();
    this.images.add(order.id);
    return { image: order.id, filled: this.filled && order.fill };
  }

  available(image: string): Promise<boolean> {
    return Promise.resolve(this.images.has(image));
  }

  collect(referenced: ReadonlySet<string>): Promise<void> {
    this.collected.push(referenced);
    return Promise.resolve();
  }
}

/** Wait until the signal aborts, then fail as a builder does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => {
      reject(new Failed('interrupted', 'The build was stopped.'));
    };
    if (signal.aborted) {
      abort();
    } else {
      signal.addEventListener('abort', abort, { once: true });
    }
  });
}
