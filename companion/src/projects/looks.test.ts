import { setImmediate as turn } from 'node:timers/promises';
import { untilAborted } from '../testing/fake-builder.ts';
import { Looks } from './looks.ts';
import type { ResolvedSource } from '../repositories/sources.ts';

const { signal } = new AbortController();
const resolved: ResolvedSource = {
  source: {
    url: 'https://git.test/ada/ocean',
    ...{ provider: 'git', spec: 'ocean/main', ref: 'main', commit: 'a' }
  },
  ...{ refs: ['main'], title: 'Ocean', name: 'ocean' }
};
const inspection = { files: [], notHonoured: [], cached: false };

/** Looks whose builder is held until it is released. */
function held({ lookMs = 60_000 } = {}) {
  const begun: string[] = [];
  const signals: AbortSignal[] = [];
  const release = Promise.withResolvers<undefined>();
  let most = 0;
  let running = 0;
  const looks = new Looks({
    lookMs,
    sources: {
      resolve: pasted => {
        begun.push(pasted);
        return Promise.resolve(resolved);
      }
    },
    builders: {
      first: {
        inspect: async (_source, signal) => {
          signals.push(signal);
          running += 1;
          most = Math.max(most, running);
          await Promise.race([release.promise, untilAborted(signal)]);
          running -= 1;
          return inspection;
        }
      }
    }
  });
  return { looks, begun, signals, most: () => most, release: release.resolve };
}

test('of many links that are pasted a few are looked at at once, and all are', async () => {
  const { looks, most, release } = held();
  const all = Array.from({ length: 60 }, (_, index) =>
    looks.look('ada', String(index), undefined, signal)
  );
  release(undefined);

  expect(await Promise.all(all)).toHaveLength(60);
  expect(most()).toBe(4);
});

test('what nobody waits for any more is not looked at', async () => {
  const { looks, begun, release } = held();
  const gone = new AbortController();
  const first = ['a', 'b', 'c', 'd'].map(pasted =>
    looks.look('ada', pasted, undefined, signal)
  );
  const left = looks.look('ada', 'left', undefined, gone.signal);
  gone.abort(new Error('gone'));

  await expect(left).rejects.toThrow('gone');
  release(undefined);
  await Promise.all(first);
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('what is under way ends when nobody waits for it any more', async () => {
  const { looks, signals } = held();
  const gone = new AbortController();
  const left = looks.look('ada', 'left', undefined, gone.signal);
  await turn();
  gone.abort(new Error('gone'));

  await expect(left).rejects.toThrow('gone');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test('a server that sends for ever is a network that fails', async () => {
  const { looks } = held({ lookMs: 1 });

  await expect(
    looks.look('ada', 'slow', undefined, signal)
  ).rejects.toMatchObject({
    code: 'network',
    options: { values: { host: 'git.test' } }
  });
});
