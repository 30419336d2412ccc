import type { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { PodsApi } from '../../testing/pods-api.ts';
import { Credentials } from './credentials.ts';

/** Open credentials from a file for an API server that knows one token. */
function open() {
  const at = { known: 'old', file: 'old', asked: [] as string[], reads: 0 };
  const credentials = new Credentials(() => {
    at.reads += 1;
    return { token: at.file } as unknown as KubeConfig;
  });
  const api = credentials.renewing(config => {
    const { token } = config as unknown as { token: string };
    const readNamespacedPod = ({ name }: { name: string }) => {
      at.asked.push(token);
      return token === at.known
        ? Promise.resolve({ metadata: { name } })
        : Promise.reject(PodsApi.refusal(401, 'Unauthorized'));
    };
    return { readNamespacedPod } as unknown as CoreV1Api;
  });
  const read = () => api.readNamespacedPod({ namespace: 'users', name: 'ada' });
  return { at, read };
}

test('a token that was replaced is read anew, once for all that ask at a time', async () => {
  const { at, read } = open();
  await read();

  at.known = at.file = 'new';
  const pods = await Promise.all([read(), read()]);
  await read();

  expect(pods.map(({ metadata }) => metadata?.name)).toEqual(['ada', 'ada']);
  expect(at.asked).toEqual(['old', 'old', 'old', 'new', 'new', 'new']);
  expect(at.reads).toBe(2);
});

test('one that nobody replaced is shown twice, and no more', async () => {
  const { at, read } = open();
  at.known = 'new';

  await expect(read()).rejects.toMatchObject({ code: 401 });
  expect(at.asked).toEqual(['old', 'old']);
});
