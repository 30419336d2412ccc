import { isTransient, persist } from './cluster.ts';

const status = (code: number) => Object.assign(new Error('no'), { code });

test.each([
  ['no answer in time', new DOMException('late', 'TimeoutError'), true],
  ['no connection', new TypeError('fetch failed'), true],
  ['429', status(429), true],
  ['500', status(500), true],
  ['403', status(403), false],
  ['404', status(404), false]
])('after %s a call may go through later: %p', (_, error, may) => {
  expect(isTransient(error)).toBe(may);
});

test('a call that is never answered ends with a word on the cluster', async () => {
  const silent = () => Promise.reject(new DOMException('late', 'TimeoutError'));
  await expect(persist(silent, { outageMs: 0 })).rejects.toMatchObject({
    code: 'unavailable',
    message: 'The cluster does not answer. What runs goes on; try again later.'
  });
});
