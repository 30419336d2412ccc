import type { Volume } from '../volumes/volume.ts';
import type { Volumes } from '../volumes/volumes.ts';
import type { Metrics } from './metrics.ts';

/** The same volumes, with their calls counted and timed. */
export function measuredVolumes(volumes: Volumes, metrics: Metrics): Volumes {
  return {
    root: volumes.root,
    of: user => measured(volumes.of(user), metrics),
    dispose: () => {
      volumes.dispose?.();
    }
  };
}

function measured(volume: Volume, metrics: Metrics): Volume {
  return new Proxy(volume, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' && typeof name === 'string'
        ? (...args: unknown[]) =>
            timed(metrics, name, Reflect.apply(value, target, args))
        : value;
    }
  });
}

async function timed(
  metrics: Metrics,
  operation: string,
  result: unknown
): Promise<unknown> {
  const end = metrics.volumeOperations.startTimer({ operation });
  try {
    const value = await result;
    end({ outcome: 'ok' });
    return value;
  } catch (error) {
    end({ outcome: 'failed' });
    throw error;
  }
}
