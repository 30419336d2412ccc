import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserLocks } from '../base/user-locks.ts';
import { Records } from '../records/records.ts';
import { openStore } from '../store/store.ts';
import { FolderVolume } from '../volumes/folder.ts';
import { oneVolume } from '../volumes/volumes.ts';
import { FolderMoves } from './folder-moves.ts';
import type { FolderMove } from './folder-moves.ts';
import type { Store } from '../store/store.ts';

let root: string;
let volume: FolderVolume;
let store: Store;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'moves-'));
  volume = new FolderVolume({ root });
  store = openStore(':memory:');
  await mkdir(join(root, 'ocean'));
  await writeFile(join(root, 'ocean', 'work.txt'), '');
  await store
    .insertInto('projects')
    .values({
      ...{ id: 'p', user: 'ada', slug: 'ocean', name: 'ocean' },
      ...{ title: 'Ocean', created_at: new Date(0).toISOString() }
    })
    .execute();
});
afterEach(async () => {
  await store.destroy();
  await rm(root, { recursive: true });
});

/** Makes a companion; a second one is the restart after a kill. */
const companion = () =>
  new FolderMoves({
    records: new Records(store),
    locks: new UserLocks(),
    volumes: oneVolume(volume),
    log: { error: () => undefined },
    now: () => new Date()
  });

const TO_TRASH: FolderMove = {
  ...{ user: 'ada', kind: 'trash', project: 'p', trash: 't1' },
  ...{ from: 'ocean', to: 'trash/t1' }
};
const FROM_TRASH: FolderMove = {
  ...{ user: 'ada', kind: 'restore', project: 'p', trash: 't1' },
  ...{ from: 'trash/t1', to: 'ocean-2' }
};
const RENAME: FolderMove = {
  ...{ user: 'ada', kind: 'rename', project: 'p', trash: null },
  ...{ from: 'ocean', to: 'sea' }
};
const trashIt = () => volume.trash('ocean', 't1', '');

/** Kills a companion before a folder moves, or before the move is recorded. */
async function killed(
  move: FolderMove,
  when: 'before' | 'after',
  work: () => Promise<void>
): Promise<void> {
  const reached = Promise.withResolvers<undefined>();
  void companion().move(move, async () => {
    if (when === 'after') {
      await work();
    }
    reached.resolve(undefined);
    await new Promise(() => undefined);
  });
  await reached.promise;
}

/** Reads where the folder is, and where the record says that it is. */
async function where() {
  const [row] = await store.selectFrom('projects').select('name').execute();
  const folders = (await volume.list()).map(({ name }) => name);
  const trashed = (await volume.trashed()).map(({ id }) => `trash/${id}`);
  const rows = await store.selectFrom('trash').select('id').execute();
  const journal = await store.selectFrom('folder_moves').selectAll().execute();
  return {
    record: row?.name,
    disk: [...folders, ...trashed],
    trash: rows.map(({ id }) => id),
    journal: journal.length
  };
}

const at = (name: string, trash: string[] = []) => ({
  ...{ record: name, disk: [name], trash, journal: 0 }
});

test.each([
  ['before', at('ocean')],
  ['after', at('trash/t1', ['t1'])]
] as const)(
  'killed %s a delete, folder and record agree',
  async (when, end) => {
    await killed(TO_TRASH, when, trashIt);

    await companion().settle('ada');

    expect(await where()).toEqual(end);
  }
);

test.each([
  ['before', at('trash/t1', ['t1'])],
  ['after', at('ocean-2')]
] as const)(
  'killed %s a restore, folder and record agree',
  async (when, end) => {
    await companion().move(TO_TRASH, trashIt);
    await killed(FROM_TRASH, when, () => volume.restore('t1', 'ocean-2'));

    await companion().settle('ada');

    expect(await where()).toEqual(end);
  }
);

test.each([
  ['before', at('ocean')],
  ['after', at('sea')]
] as const)(
  'killed %s a rename, folder and record agree',
  async (when, end) => {
    await killed(RENAME, when, () => volume.rename('ocean', 'sea'));

    await companion().settle('ada');

    expect(await where()).toEqual(end);
  }
);

test('while the volume is away a move stays in the journal', async () => {
  await killed(TO_TRASH, 'after', trashIt);
  const moves = companion();
  const trashed = volume.trashed.bind(volume);
  volume.trashed = () => Promise.reject(new Error('away'));
  await expect(moves.settle('ada')).rejects.toThrow('away');

  volume.trashed = trashed;
  expect(await where()).toMatchObject({ record: 'ocean', journal: 1 });
  expect(await moves.users()).toEqual(['ada']);
  await moves.settle('ada');

  expect(await where()).toEqual(at('trash/t1', ['t1']));
  expect(await moves.users()).toEqual([]);
});

test('a move that fails is not recorded', async () => {
  await mkdir(join(root, 'sea'));

  await expect(
    companion().move(RENAME, () => volume.rename('ocean', 'sea'))
  ).rejects.toMatchObject({ code: 'project-exists' });

  expect(await where()).toMatchObject({ record: 'ocean', journal: 0 });
});

test('a move whose name was taken meanwhile holds up no other', async () => {
  await killed(RENAME, 'after', () => volume.rename('ocean', 'sea'));
  await mkdir(join(root, 'lake'));
  const other = { id: 'q', user: 'ada', slug: 'sea', name: 'sea' };
  const row = { title: 'Sea', created_at: new Date(0).toISOString() };
  await store
    .insertInto('projects')
    .values({ ...other, ...row })
    .execute();
  const lake: FolderMove = {
    ...{ user: 'ada', kind: 'trash', project: null, trash: 't2' },
    ...{ from: 'lake', to: 'trash/t2' }
  };
  await killed(lake, 'after', () => volume.trash('lake', 't2', ''));

  await companion().settle('ada');

  expect(await where()).toMatchObject({ trash: ['t2'], journal: 1 });
});

test.each([
  ['from nowhere', { ...RENAME, from: 'none' }, 'not-found'],
  ['out of an empty trash', FROM_TRASH, 'not-found'],
  ['to a folder', { ...RENAME, to: 'ocean' }, 'project-exists']
])('a move %s is not begun', async (_, move, code) => {
  const work = jest.fn(() => Promise.resolve());
  await expect(companion().move(move, work)).rejects.toMatchObject({ code });
  expect(work).not.toHaveBeenCalled();
  expect(await where()).toEqual(at('ocean'));
});
