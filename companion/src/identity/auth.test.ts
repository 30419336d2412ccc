import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Auth, type AuthDeps } from './auth.ts';
import { sha256 } from '../base/hash.ts';
import { Records } from '../records/records.ts';
import { openStore, type Store } from '../store/store.ts';

const DAY = 24 * 60 * 60 * 1000;

let store: Store;
let time: number;

beforeEach(() => {
  store = openStore(':memory:');
  time = Date.parse('2026-01-01T00:00:00Z');
});

afterEach(() => store.destroy());

const open = (on = store, changed: Partial<AuthDeps> = {}) =>
  new Auth({
    ...{ records: new Records(on), user: 'ada', now: () => new Date(time) },
    ...{ token: 'from-the-command-line', chosen: true },
    ...changed
  });

describe('a token', () => {
  it('of the command line is accepted as `token` and as `Bearer`', async () => {
    const auth = open();

    expect(await auth.principal('token from-the-command-line')).toEqual({
      user: 'ada'
    });
    expect(await auth.principal('Bearer from-the-command-line')).toEqual({
      user: 'ada'
    });
    expect(await auth.principal('bearer  from-the-command-line')).toEqual({
      user: 'ada'
    });
  });

  it.each([
    undefined,
    '',
    'token',
    'token ',
    'from-the-command-line',
    'Basic from-the-command-line',
    'token from-the-command-lin',
    'token from-the-command-line2',
    'token from-the-command-line and-more',
    'Ticket from-the-command-line'
  ])('that is not ours means nobody: %p', async header => {
    expect(await open().principal(header)).toBeUndefined();
  });

  it('that is empty means nobody, also when none was configured', async () => {
    const auth = open(store, { token: '' });

    expect(await auth.tokenPrincipal('')).toBeUndefined();
  });

  it('of a server names the server and its user', async () => {
    const auth = open();
    await store
      .insertInto('servers')
      .values({
        user: 'ada',
        name: 'iris',
        project: 'p',
        image: 'i',
        token_hash: sha256('of-iris'),
        started_at: new Date(time).toISOString()
      })
      .execute();

    expect(await auth.tokenPrincipal('of-iris')).toEqual({
      user: 'ada',
      server: { user: 'ada', name: 'iris' }
    });
    expect(await auth.tokenPrincipal(sha256('of-iris'))).toBeUndefined();
  });

  it("of the home page is the session's, also after a restart, and tells no cookie", async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'auth-')), 'store.sqlite');
    const before = openStore(path);
    const value = await open(before).openSession('ada');
    const home = await open(before).homeToken('ada', [value]);
    await before.destroy();

    const after = openStore(path);
    const auth = open(after);

    expect(home.endsSession).toBe(true);
    expect(home.token).not.toContain(value);
    expect(await auth.tokenPrincipal(home.token)).toEqual({
      user: 'ada',
      page: true
    });
    expect(await auth.homeToken('ada', [value])).toEqual(home);
    expect(await auth.session([home.token])).toBeUndefined();
    await after.destroy();
  });

  it("of the home page is never of somebody else's session", async () => {
    const auth = open();
    const value = await auth.openSession('bob');
    const home = await auth.homeToken('ada', [value]);

    expect(home.endsSession).toBe(false);
    expect(await auth.tokenPrincipal(home.token)).toEqual({
      user: 'ada',
      page: true
    });
  });

  it.each([
    ['is closed', true],
    ['is not used for a week', false]
  ])('of the home page ends when its session %s', async (_, closed) => {
    const auth = open();
    const value = await auth.openSession('ada');
    const { token } = await auth.homeToken('ada', [value]);
    if (closed) {
      expect(await auth.signOut(`token ${token}`)).toBe(true);
      expect(await auth.signOut(`token ${token}`)).toBe(false);
    }
    time += closed ? 0 : 7 * DAY;

    expect(await auth.tokenPrincipal(token)).toBeUndefined();
    expect(await auth.session([value])).toBeUndefined();
  });

  it.each(['token from-the-command-line', 'token of-iris', '', undefined])(
    'that is no home page’s ends no session: %p',
    async header => {
      const auth = open();
      const value = await auth.openSession('ada');

      expect(await auth.signOut(header)).toBe(false);
      expect(await auth.session([value])).toBe('ada');
    }
  );
});

describe('a session', () => {
  it('is kept in the store as a hash only', async () => {
    const value = await open().openSession('ada');
    const rows = await store.selectFrom('sessions').selectAll().execute();

    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(value);
    expect(await open().session([rows[0]!.hash])).toBeUndefined();
  });

  it('ends when it was not used for a week, by page or cookie', async () => {
    const auth = open();
    const value = await auth.openSession('ada');
    const { token } = await auth.homeToken('ada', [value]);

    time += 7 * DAY - 1;
    expect(await auth.session([value])).toBe('ada');
    time += 7 * DAY - 1;
    expect(await auth.tokenPrincipal(token)).toBeDefined();
    time += 7 * DAY - 1;
    expect(await auth.session([value])).toBe('ada');
    time += 7 * DAY;
    expect(await auth.session([value])).toBeUndefined();
  });

  it('ends after thirty days of use, and is then forgotten', async () => {
    const auth = open();
    const value = await auth.openSession('ada');
    const begun = time;
    for (let day = 1; day < 30; day++) {
      time = begun + day * DAY;
      expect(await auth.session([value])).toBe('ada');
    }

    time = begun + 30 * DAY;
    expect(await auth.session([value])).toBeUndefined();

    await auth.openSession('ada');
    const rows = await store.selectFrom('sessions').selectAll().execute();
    expect(rows).toHaveLength(1);
  });

  it.each<[string, Partial<AuthDeps>]>([
    ['another token was chosen', { token: 'another-one' }],
    ['none was chosen any more', { chosen: false }],
    ['it is somebody else who starts it', { user: 'bob' }]
  ])('ends, as its page’s token, where %s', async (_, changed) => {
    const value = await open().openSession('ada');
    const { token } = await open().homeToken('ada', [value]);
    const auth = open(store, changed);

    expect(await auth.session([value])).toBeUndefined();
    expect(await auth.tokenPrincipal(token)).toBeUndefined();
  });

  it('survives a start with another token that nobody chose', async () => {
    const value = await open(store, { chosen: false }).openSession('ada');
    const auth = open(store, { chosen: false, token: 'made-up' });

    expect(await auth.session([value])).toBe('ada');
  });

  it('is not a token, and a token is not a session', async () => {
    const auth = open();

    expect(
      await auth.tokenPrincipal(await auth.openSession('ada'))
    ).toBeUndefined();
    expect(await auth.session(['from-the-command-line'])).toBeUndefined();
  });
});
