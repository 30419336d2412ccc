import type { EventBody } from '../events/events.ts';
import { Presence } from '../events/presence.ts';
import { Records } from '../records/records.ts';
import type { Store } from '../store/store.ts';
import { openStore } from '../store/store.ts';
import { FakeVolume } from '../testing/fake-volume.ts';
import { unavailable } from '../volumes/volume-failure.ts';
import { oneVolume } from '../volumes/volumes.ts';
import { FolderWatch } from './folder-watch.ts';

let store: Store;
let volume: FakeVolume;
let presence: Presence;
let told: EventBody[];
let watch: FolderWatch;

beforeEach(() => {
  store = openStore(':memory:');
  volume = new FakeVolume();
  presence = new Presence();
  told = [];
  watch = new FolderWatch({
    ...{ records: new Records(store), presence, lost: new Map() },
    volumes: oneVolume(volume),
    events: { publish: (_user, event) => told.push(event) },
    log: { warn: jest.fn() }
  });
});

afterEach(async () => {
  await watch.dispose();
  await store.destroy();
});

const open = () => presence.enter({ user: 'ada', name: 'alpha' }, 'page');

/** Looks, and returns what is told of, as `event id`. */
async function look(): Promise<string[]> {
  told = [];
  await watch.look();
  return told.map(
    ({ event, data }) => `${event} ${'id' in data ? data.id : ''}`
  );
}

test('a folder that is made, and one that is deleted, are told of once', async () => {
  open();
  volume.put('thesis');
  expect(await look()).toEqual(['project folder:thesis']);
  expect(await look()).toEqual([]);
  volume.folders.delete('thesis');
  expect(await look()).toEqual(['project-removed folder:thesis']);
  expect(await look()).toEqual([]);
});

test('for who has no page open, nothing is asked', async () => {
  const list = jest.spyOn(volume, 'list');
  const close = open();
  close();
  volume.put('thesis');
  expect(await look()).toEqual([]);
  expect(list).not.toHaveBeenCalled();
});

test('the folder of a project is none', async () => {
  open();
  volume.put('alpha');
  await store
    .insertInto('projects')
    .values({
      ...{ id: 'p', user: 'ada', slug: 'alpha', name: 'alpha', title: 'Alpha' },
      ...{ source_json: null, last_used: null, profile: null },
      created_at: '2026-01-01T00:00:00.000Z'
    })
    .execute();
  expect(await look()).toEqual([]);
});

test('while the volume cannot be asked, nothing is gone', async () => {
  open();
  volume.put('thesis');
  await look();
  jest.spyOn(volume, 'list').mockRejectedValueOnce(unavailable('away'));
  expect(await look()).toEqual([]);
  expect(await look()).toEqual([]);
});
