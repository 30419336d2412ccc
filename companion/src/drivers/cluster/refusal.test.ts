import { refused } from './refusal.ts';

/** Sentences of API servers of 1.31 and later. */
test.each([
  [
    'pods "p" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
    'other',
    'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false.'
  ],
  [
    'pods "p" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi',
    'limits',
    'maximum memory usage per Container is 1Gi, but limit is 2Gi.'
  ],
  [
    'pods "p" is forbidden: no PriorityClass with name gold was found',
    'other',
    'no PriorityClass with name gold was found.'
  ],
  [
    'pods "p" is forbidden: unable to create new content in namespace users because it is being terminated',
    'other',
    'unable to create new content in namespace users because it is being terminated.'
  ],
  [
    'admission webhook "check.test" denied the request: no images of others.',
    'other',
    'admission webhook "check.test" denied the request: no images of others.'
  ],
  [
    'Internal error occurred: failed calling webhook "check.test": failed to call webhook: Post "https://check": connection refused',
    'webhook',
    'failed calling webhook "check.test": failed to call webhook: Post "https://check": connection refused.'
  ],
  [
    'persistentvolumeclaims "c" is forbidden: exceeded quota: q, requested: persistentvolumeclaims=1',
    'quota',
    'exceeded quota: q, requested: persistentvolumeclaims=1.'
  ],
  [
    'Pod "p" is invalid: spec.containers[0].image: Required value',
    'other',
    'spec.containers[0].image: Required value.'
  ]
])('%s', (message, reason, said) => {
  const failure = refused(message);
  expect(failure).toMatchObject({
    code: 'refused',
    options: { values: { reason, said }, actions: ['retry', 'stay'] }
  });
  expect(failure.message).toMatch(/^The cluster refuses it: /);
  expect(failure.message).toContain(said);
  expect(failure.message).toMatch(/administrator/);
});

test('words without an end are cut', () => {
  expect(refused('x'.repeat(10_000)).message.length).toBeLessThan(400);
});
