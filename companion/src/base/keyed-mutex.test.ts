import { KeyedMutex } from './keyed-mutex.ts';

test('work of one key is done one after the other, also after a failure', async () => {
  const mutex = new KeyedMutex();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
  };
  const failing = mutex.run('ada', () => Promise.reject(new Error('broken')));
  const rest = [mutex.run('ada', work('one')), mutex.run('ada', work('two'))];
  await expect(failing).rejects.toThrow('broken');
  await Promise.all(rest);
  expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
});

test('work of different keys does not wait for each other', async () => {
  const mutex = new KeyedMutex();
  void mutex.run('ada', () => new Promise(() => undefined));
  expect(await mutex.run('bob', () => Promise.resolve('done'))).toBe('done');
});
