import { SiteBench } from '../testing/site-bench.ts';
import { dispose } from './services.ts';

test('a build that does not end holds up nobody who stops, and is told meanwhile', async () => {
  const bench = await SiteBench.open();
  const begun = Promise.withResolvers<undefined>();
  const stuck = Promise.withResolvers<undefined>();
  bench.builder.building = async () => {
    begun.resolve(undefined);
    await stuck.promise;
  };
  await bench.create({ source: 'ada/ocean' });
  await begun.promise;
  await bench.leave();

  const waiting = new Set<string>();
  const ended = dispose(bench.services, { waiting, mostMs: 100 });
  expect([...waiting]).toContain('builds');
  await ended;
  expect([...waiting]).toEqual(['builds']);
  stuck.resolve(undefined);
});
