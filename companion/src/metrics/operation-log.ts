import type { Logger } from 'pino';
import type { Events } from '../events/events.ts';

/** Logs each phase of switches and builds, until the result is called. */
export function logOperations(
  events: Pick<Events, 'observe'>,
  log: Pick<Logger, 'info'>
): () => void {
  /** The last phase by operation, until it ends. */
  const phases = new Map<string, string>();
  return events.observe((user, { event, data }) => {
    if (event !== 'switch' && event !== 'build') {
      return;
    }
    const { id, phase, project, error, endedAt } = data;
    if (phases.get(id) === phase) {
      return;
    }
    phases.set(id, phase);
    if (endedAt !== undefined) {
      phases.delete(id);
    }
    log.info(
      {
        [event]: id,
        user,
        project,
        phase,
        ...(error ? { code: error.code } : {})
      },
      event
    );
  });
}
