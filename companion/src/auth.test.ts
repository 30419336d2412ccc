import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Auth } from './auth.ts';
import { sha256 } from './hash.ts';
import { openStore, type Store } from './store/store.ts';

const DAY = 24 * 60 * 60 * 1000;

let store: Store;
let time: number;

beforeEach(() => {
  store = openStore(':memory:');
  time = Date.parse('2026-01-01T00:00:00Z');
});

afterEach(() => store.destroy());

const open = (on = store, token = 'from-the-command-line') =>
  Auth.open({ store: on, token, user: 'ada', now: () => new Date(time) });

describe('a token', () => {
  it('of the command line is accepted as `token` and as `Bearer`', async () => {
    const auth = await open();

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
    expect(await (await open()).principal(header)).toBeUndefined();
  });

  it('that is empty means nobody, also when none was configured', async () => {
    const auth = await open(store, '');

    expect(await auth.tokenPrincipal('')).toBeUndefined();
  });

  it('of a server names the server and its user', async () => {
    const auth = await open();
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

  it('of the home page survives a restart and is bound to its user', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'auth-')), 'store.sqlite');
    const before = openStore(path);
    const token = (await open(before)).homeToken('ada');
    await before.destroy();

    const after = openStore(path);
    const auth = await open(after);
    const [, , signature] = token.split('.');

    expect(await auth.tokenPrincipal(token)).toEqual({ user: 'ada' });
    expect(auth.homeToken('ada')).toBe(token);
    expect(
      await auth.tokenPrincipal(
        `home.${Buffer.from('bob').toString('base64url')}.${signature ?? ''}`
      )
    ).toBeUndefined();
    await after.destroy();
  });

  it('of another installation means nobody', async () => {
    const other = openStore(':memory:');
    const foreign = (await open(other)).homeToken('ada');
    await other.destroy();

    expect(await (await open()).tokenPrincipal(foreign)).toBeUndefined();
  });
});

describe('a session', () => {
  it('is known until it is closed', async () => {
    const auth = await open();
    const value = await auth.openSession('ada');

    expect(await auth.session([value])).toBe('ada');
    await auth.closeSession(value);
    expect(await auth.session([value])).toBeUndefined();
  });

  it('is kept in the store as a hash only', async () => {
    const value = await (await open()).openSession('ada');
    const rows = await store.selectFrom('sessions').selectAll().execute();

    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(value);
    expect(await (await open()).session([rows[0]!.hash])).toBeUndefined();
  });

  it('ends after thirty days and is then forgotten', async () => {
    const auth = await open();
    const old = await auth.openSession('ada');

    time += 30 * DAY - 1;
    expect(await auth.session([old])).toBe('ada');
    time += 1;
    expect(await auth.session([old])).toBeUndefined();

    await auth.openSession('ada');
    const rows = await store.selectFrom('sessions').selectAll().execute();
    expect(rows).toHaveLength(1);
  });

  it('is not a token, and a token is not a session', async () => {
    const auth = await open();

    expect(
      await auth.tokenPrincipal(await auth.openSession('ada'))
    ).toBeUndefined();
    expect(await auth.session(['from-the-command-line'])).toBeUndefined();
  });
});
