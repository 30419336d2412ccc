import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { addedFailure, podFailure, sandboxFailure } from './pod-failure.ts';

const failed = (reason: string | undefined, message = ''): V1Pod => ({
  status: { phase: 'Failed', ...(reason ? { reason } : {}), message }
});

test.each([
  ['Evicted', 'The node was low on resource: memory.', 'interrupted'],
  ['NodeShutdown', '', 'interrupted'],
  ['OutOfcpu', 'Node didn’t have enough resource: cpu.', 'no-room'],
  ['OutOfpods', '', 'no-room'],
  ['UnexpectedAdmissionError', 'Allocate failed.', 'no-room']
])('a pod that the machine ended, %s %s, is %s', (reason, message, code) => {
  const failure = podFailure(failed(reason, message));
  expect(failure).toMatchObject({
    code,
    options: { actions: ['retry', 'stay'] }
  });
  expect(failure?.message).toContain(message || reason);
});

test('a pod whose container failed is not one that the machine ended', () => {
  expect(podFailure(failed(undefined))).toBeUndefined();
  expect(podFailure({ status: { phase: 'Running' } })).toBeUndefined();
});

const sandbox = (message: string, count = 1): CoreV1Event => ({
  ...{ metadata: {}, involvedObject: {}, count, message },
  reason: 'FailedCreatePodSandBox'
});
const ID = 'ab'.repeat(32);
const NETWORK = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${ID}": no address left`;

test('a sandbox that failed once may come; one that fails again will not', () => {
  expect(sandboxFailure([])).toBeUndefined();
  expect(sandboxFailure([sandbox(NETWORK)])).toBeUndefined();
  expect(sandboxFailure([sandbox(NETWORK), sandbox(NETWORK)])).toMatchObject({
    code: 'refused',
    message:
      'The machine cannot start it: Failed to create pod sandbox: failed to setup network for sandbox: no address left. Ask the administrator.'
  });
});

test('a runtime that the machine does not have is not waited for', () => {
  const said = 'no runtime for "gvisor" is configured';
  expect(sandboxFailure([sandbox(said)])?.message).toContain(said);
});

test.each([
  ['check', 1, undefined],
  ['istio-init', 0, undefined],
  ['istio-init', 3, 'added']
])('a first container %s that ends with %p is %p', (name, exitCode, reason) => {
  const pod: V1Pod = {
    status: {
      initContainerStatuses: [
        {
          ...{ name, image: '', imageID: '', ready: false, restartCount: 0 },
          state: { terminated: { exitCode, message: 'no iptables\n' } }
        }
      ]
    }
  };
  expect(addedFailure(pod, 'check')?.options.values?.reason).toBe(reason);
});
