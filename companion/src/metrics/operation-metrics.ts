import type { Build, ServerEvent, Switch } from '../contract/contract.ts';
import type { Events } from '../events/events.ts';
import type { Metrics } from './metrics.ts';

/** How many ended operations are remembered, so that none counts twice. */
const REMEMBERED = 1000;

const ENDED_SWITCHES: readonly Switch['phase'][] = [
  'done',
  'failed',
  'cancelled'
];
const ENDED_BUILDS: readonly Build['phase'][] = [
  'built',
  'failed',
  'cancelled'
];

/** Counts switches and builds that ended, until the result is called. */
export function countOperations(
  events: Pick<Events, 'observe'>,
  metrics: Metrics
): () => void {
  const counted = new Set<string>();
  const isNew = (id: string) => {
    if (counted.has(id)) {
      return false;
    }
    counted.add(id);
    for (const oldest of counted) {
      if (counted.size <= REMEMBERED) {
        break;
      }
      counted.delete(oldest);
    }
    return true;
  };
  return events.observe((_user, event) => {
    if (isEnd(event) && isNew(event.data.id)) {
      if (event.event === 'switch') {
        countSwitch(metrics, event.data);
      } else {
        countBuild(metrics, event.data);
      }
    }
  });
}

type OperationEvent = Extract<ServerEvent, { event: 'switch' | 'build' }>;

function isEnd(event: ServerEvent): event is OperationEvent {
  return event.event === 'switch'
    ? ENDED_SWITCHES.includes(event.data.phase)
    : event.event === 'build' && ENDED_BUILDS.includes(event.data.phase);
}

function countSwitch(metrics: Metrics, ended: Switch): void {
  const { strategy } = ended;
  metrics.switches.inc({ outcome: ended.phase, strategy });
  for (const { phase, startedAt, endedAt } of ended.steps) {
    if (endedAt !== undefined) {
      metrics.switchPhases.observe(
        { phase, strategy },
        seconds(startedAt, endedAt)
      );
    }
  }
}

function countBuild(metrics: Metrics, build: Build): void {
  metrics.builds.observe(
    { outcome: build.phase },
    seconds(build.startedAt, build.endedAt ?? build.startedAt)
  );
}

/** The seconds in between; never less than 0, even if a clock was set back. */
function seconds(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}
