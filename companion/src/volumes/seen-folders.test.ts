import { unavailable } from './volume-failure.ts';
import { oneVolume } from './volumes.ts';
import { SeenFolders } from './seen-folders.ts';
import { FakeVolume } from '../testing/fake-volume.ts';

function arrange() {
  const under = new FakeVolume();
  under.put('ocean');
  under.put('notes.txt', 'file');
  const seen = new SeenFolders();
  const volume = seen.watched(oneVolume(under)).of('ada');
  const of = (...names: string[]) => names.map(name => seen.of('ada', name));
  return { under, seen, volume, of };
}

test('before anybody looks nothing is known, and after a list all is', async () => {
  const { volume, of } = arrange();
  expect(of('ocean', 'lake')).toEqual(['unseen', 'unseen']);
  await volume.find('lake');
  expect(of('ocean', 'lake')).toEqual(['unseen', 'missing']);
  await volume.list();
  expect(of('ocean', 'sea', 'notes.txt')).toEqual([
    ...['folder', 'missing', 'file']
  ]);
});

test('users see their own', async () => {
  const { volume, seen } = arrange();
  await volume.list();
  expect(seen.of('bob', 'ocean')).toBe('unseen');
});

test('what changes is known without another look', async () => {
  const { volume, of } = arrange();
  await volume.list();
  await volume.rename('ocean', 'sea');
  expect(of('ocean', 'sea')).toEqual(['missing', 'folder']);
  await volume.trash('sea', 't1', '');
  expect(of('sea')).toEqual(['missing']);
  await volume.restore('t1', 'lake');
  await volume.prepare('op');
  await volume.publish('op', 'new');
  await volume.duplicate('new', 'copy', 'op2');
  await volume.gather(['notes.txt'], 'notes', 'op3');
  expect(of('lake', 'new', 'copy', 'notes', 'notes.txt')).toEqual([
    ...['folder', 'folder', 'folder', 'folder', 'missing']
  ]);
});

test('a list that was asked for before a change does not undo it', async () => {
  const { under, volume, of } = arrange();
  const old = await under.list();
  const late = Promise.withResolvers<typeof old>();
  under.list = () => late.promise;
  const listing = volume.list();
  await volume.rename('ocean', 'sea');
  late.resolve(old);
  await listing;
  expect(of('sea')).toEqual(['folder']);
});

test('a volume that does not answer is unavailable until it does', async () => {
  const { under, volume, of } = arrange();
  const { list } = under;
  under.list = () => Promise.reject(unavailable('No pod runs.'));
  await expect(volume.list()).rejects.toThrow();
  expect(of('ocean')).toEqual(['unavailable']);
  under.list = list;
  await volume.list();
  expect(of('ocean')).toEqual(['folder']);
});

test('a list tells of what somebody else made or deleted', async () => {
  const { under, seen, volume } = arrange();
  const told: unknown[] = [];
  seen.onChange((user, names) => told.push([user, names]));
  await volume.find('lake');
  under.put('lake');
  await volume.list();
  under.folders.delete('ocean');
  under.folders.delete('lake');
  await volume.list();
  await volume.list();
  expect(told).toEqual([
    ['ada', ['lake']],
    ['ada', ['ocean', 'lake']]
  ]);
});

test('who knows otherwise is believed', async () => {
  const { seen, volume, of } = arrange();
  await volume.list();
  expect(seen.saw('ada', 'ocean', 'missing')).toBe(true);
  expect(seen.saw('ada', 'ocean', 'missing')).toBe(false);
  expect(of('ocean')).toEqual(['missing']);
});
