import type { CoreV1Event } from '@kubernetes/client-node';
import { startProgress } from './start-progress.ts';

const NOW = Date.UTC(2026, 0, 1, 12, 0, 30);

function event(reason: string, message: string, second: number): CoreV1Event {
  return {
    metadata: {},
    involvedObject: {},
    reason,
    message,
    // Kubelet tells whole seconds.
    lastTimestamp: new Date(Date.UTC(2026, 0, 1, 12, 0, second))
  };
}

const ours = event(
  'Pulled',
  'Container image "site/ours:1" already present on machine',
  20
);
const pulling = event('Pulling', 'Pulling image "site/ocean@sha256:1"', 20);
const pulled = event(
  'Pulled',
  'Successfully pulled image "site/ocean@sha256:1" in 9s',
  29
);

const progress = (...events: CoreV1Event[]) =>
  startProgress({ pod: {}, events }, NOW);

test('a pull in the second in which the step before had its image is told', () => {
  expect(progress(ours, pulling)).toEqual({
    message: 'Pulling the image · 10 s',
    pulling: true
  });
});

test('a pull that has ended is over', () => {
  expect(progress(ours, pulling, pulled).pulling).toBe(false);
  expect(progress(ours).pulling).toBe(false);
});

test('a pull that is tried again is told from its last try', () => {
  const failed = event('Failed', 'Failed to pull image "site/ocean"', 22);
  const again = event('Pulling', 'Pulling image "site/ocean@sha256:1"', 25);
  expect(progress(ours, pulling, failed, again).message).toBe(
    'Pulling the image · 5 s'
  );
});

test('a try of the machine that failed is told while it tries again', () => {
  const said = 'Failed to create pod sandbox: no address left';
  const { message } = progress(event('FailedCreatePodSandBox', said, 20));
  expect(message).toBe(`The machine tries again: ${said}.`);
});
