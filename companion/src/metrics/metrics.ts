import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry
} from 'prom-client';

const SECONDS = [0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300, 600, 1800];

/** How often the lag of the event loop is looked at, which costs time itself. */
const LAG_MS = 100;

/**
 * Counts and durations of the process, for Prometheus. No label tells of a
 * user, a project or a source: a label has few values, and anybody may read it.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #of = { registers: [this.registry] };

  readonly switches = new Counter({
    ...this.#of,
    name: 'projects_switches_total',
    help: 'Switches that ended.',
    labelNames: ['outcome', 'strategy']
  });
  readonly switchPhases = new Histogram({
    ...this.#of,
    name: 'projects_switch_phase_seconds',
    help: 'How long each phase of a switch took.',
    labelNames: ['phase', 'strategy'],
    buckets: SECONDS
  });
  readonly builds = new Histogram({
    ...this.#of,
    name: 'projects_build_seconds',
    help: 'Builds that ended, and how long they took.',
    labelNames: ['outcome'],
    buckets: [1, 3, 10, 30, 60, 120, 300, 600, 1200, 2400, 3600]
  });
  readonly volumeOperations = new Histogram({
    ...this.#of,
    name: 'projects_volume_operation_seconds',
    help: 'File work on users’ volumes.',
    labelNames: ['operation', 'outcome'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300, 1800]
  });
  readonly requests = new Counter({
    ...this.#of,
    name: 'projects_http_requests_total',
    help: 'Requests by class of their route.',
    labelNames: ['route', 'status']
  });
  readonly requestSeconds = new Histogram({
    ...this.#of,
    name: 'projects_http_request_seconds',
    help: 'How long an answer took; not of streams and of servers.',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10]
  });
  readonly websockets = new Gauge({
    ...this.#of,
    name: 'projects_websockets_open',
    help: 'Websockets that are open.',
    labelNames: ['route']
  });

  constructor() {
    collectDefaultMetrics({
      register: this.registry,
      eventLoopMonitoringPrecision: LAG_MS
    });
  }

  /** Add a number that is looked up when somebody asks; NaN while unknown. */
  gauge(name: string, help: string, read: () => Promise<number>): void {
    new Gauge({
      ...this.#of,
      name,
      help,
      async collect() {
        this.set(await read().catch(() => NaN));
      }
    });
  }
}
