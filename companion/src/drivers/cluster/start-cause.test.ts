import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { startCause } from './start-cause.ts';

const IMAGE = 'registry.test/ocean@sha256:1';

function waiting(reason: string, message = ''): V1Pod {
  return {
    status: {
      containerStatuses: [
        {
          name: 'notebook',
          image: IMAGE,
          imageID: '',
          ready: false,
          restartCount: 0,
          state: { waiting: { reason, message } }
        }
      ]
    }
  };
}

function unschedulable(message: string): V1Pod {
  return {
    status: {
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message
        }
      ]
    }
  };
}

const event = (reason: string, message = '', count = 1): CoreV1Event => ({
  reason,
  message,
  count,
  metadata: {},
  involvedObject: {}
});

const cause = (pod: V1Pod, events: CoreV1Event[] = [], unplacedMs = 60_000) =>
  startCause({ pod, events, unplacedMs });

test.each([
  ['failed to resolve reference: registry.test/ocean: not found', 'missing'],
  ['pull access denied, authorization failed', 'refused'],
  ['unexpected status code 401 Unauthorized', 'refused']
])('an image that cannot be had fails at once: %s', message => {
  expect(cause(waiting('ErrImagePull', message))?.code).toBe(
    'image-unavailable'
  );
});

test('a registry that is away is tried three times', () => {
  const said = `Failed to pull image "${IMAGE}": dial tcp: connection refused`;
  const pod = waiting('ImagePullBackOff', 'Back-off pulling image');
  expect(cause(pod, [event('Failed', said, 2)])).toBeUndefined();
  expect(cause(pod, [event('Failed', said, 3)])?.code).toBe(
    'image-unavailable'
  );
});

test.each([
  ['InvalidImageName', '', 'image-unavailable'],
  ['RunContainerError', 'exec: no such file', 'server-exited'],
  [
    'CreateContainerConfigError',
    'failed to prepare subPath for volumeMount',
    'folder-missing'
  ]
])('%s %s ends a start as %s', (reason, message, code) => {
  expect(cause(waiting(reason, message))?.code).toBe(code);
});

test.each(['PodInitializing', 'ContainerCreating'])(
  '%s is no failure',
  reason => {
    expect(cause(waiting(reason))).toBeUndefined();
  }
);

test.each([
  ['0/1 nodes are available: 1 Insufficient memory.', 'no-room'],
  [
    "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match pod affinity rules.",
    'no-room'
  ],
  [
    '0/1 nodes are available: 1 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.',
    'no-room'
  ],
  ['persistentvolumeclaim "projects-ada" not found', 'volume-unavailable'],
  [
    'persistentvolumeclaim "projects-ada" is being deleted',
    'volume-unavailable'
  ],
  ['pod has unbound immediate PersistentVolumeClaims', 'volume-unavailable']
])('"%s" is %s', (message, code) => {
  expect(cause(unschedulable(message))?.code).toBe(code);
});

test('a claim that the scheduler has not heard of yet is waited for', () => {
  const pod = unschedulable('persistentvolumeclaim "projects-ada" not found');
  expect(cause(pod, [], 20_000)).toBeUndefined();
});

test('a moment without a place, or a cluster that grows, is waited for', () => {
  const pod = unschedulable('0/1 nodes are available: 1 Insufficient memory.');
  expect(cause(pod, [], 500)).toBeUndefined();
  expect(cause(pod, [event('TriggeredScaleUp')])).toBeUndefined();
});

test('a claim that is being bound gets half a minute', () => {
  const pod = unschedulable(
    '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found'
  );
  expect(cause(pod, [], 29_000)).toBeUndefined();
  expect(cause(pod, [], 30_000)).toMatchObject({
    code: 'volume-unavailable',
    options: { values: { reason: 'unbound' } }
  });
});

test('a volume that cannot be mounted five times is not waited for', () => {
  const pod = waiting('ContainerCreating');
  const said = 'MountVolume.SetUp failed for volume "projects-ada" : timed out';
  const event4 = event('FailedMount', said, 4);
  expect(cause(pod, [event4])).toBeUndefined();
  const other = event('FailedMount', said.replace('projects-ada', 'config'), 4);
  expect(cause(pod, [event4, other])).toBeUndefined();
  const once = event('FailedMount', said.replace('timed out', 'refused'));
  expect(cause(pod, [event4, once])).toMatchObject({
    code: 'volume-unavailable'
  });
});

test('a volume that could be mounted in the end is no failure later', () => {
  const pod: V1Pod = {
    status: {
      ...waiting('ContainerCreating').status,
      conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }]
    }
  };
  expect(cause(pod, [event('FailedMount', 'timed out', 9)])).toBeUndefined();
});

test('a sandbox that could be made in the end is no failure later', () => {
  const pod: V1Pod = {
    status: {
      ...waiting('ContainerCreating').status,
      conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }]
    }
  };
  const failed = event('FailedCreatePodSandBox', 'no address left', 2);
  expect(cause(pod, [failed])).toBeUndefined();
  expect(cause(waiting('ContainerCreating'), [failed])?.code).toBe('refused');
});
