import { held, TIMES, USER } from '../testing/switch-fixtures.ts';
import { SwitchScene } from '../testing/switch-scene.ts';

const scene = SwitchScene.perTest();
const { pass, inAlpha, begin, latest, phases } = scene;

describe('a first switch', () => {
  it('starts the server and is done at once', async () => {
    await inAlpha();

    expect(await phases()).toEqual([
      'waiting',
      'starting',
      'ready',
      'active',
      'done'
    ]);
    expect(await latest()).toMatchObject({
      from: null,
      image: 'alpha-1',
      url: '/user/ada/alpha/lab/workspaces/alpha'
    });
    expect(await scene.bench.running()).toEqual(['alpha']);
    expect(await scene.bench.active()).toBe('alpha');
  });

  it('gives the server a token of which the store has the hash only', async () => {
    await inAlpha();

    const token = scene.bench.driver.started[0]?.token ?? '';
    const rows = await scene.bench.store
      .selectFrom('servers')
      .selectAll()
      .execute();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('one at a time', () => {
  it('a second request is told of the first', async () => {
    scene.bench.driver.starting = () => new Promise(() => undefined);
    const { id } = await begin('beta');
    await expect(begin('alpha')).rejects.toMatchObject({
      code: 'switch-in-progress',
      status: 409,
      options: { switch: { id, project: 'beta' } }
    });
  });

  it('of two tabs that ask at once, one wins', async () => {
    const results = await Promise.allSettled([begin('alpha'), begin('beta')]);
    expect(results.map(result => result.status)).toEqual([
      'fulfilled',
      'rejected'
    ]);
  });

  it('holds between two companions on one store, too', async () => {
    scene.bench.driver.starting = () => new Promise(() => undefined);
    const [first, second] = [scene.bench.create(), scene.bench.create()];
    const results = await Promise.allSettled([
      first.start(USER, { project: 'alpha' }),
      second.start(USER, { project: 'beta' })
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      1
    );
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'switch-in-progress' }
    });
    await Promise.all([first.dispose(), second.dispose()]);
  });
});

describe('a ticket', () => {
  it('shows its own switch, until ten minutes after the end', async () => {
    const { id, ticket = '' } = await begin('alpha');
    await pass(0);
    expect(await scene.bench.switcher.byTicket(id, ticket)).toMatchObject({
      id
    });
    expect(
      await scene.bench.switcher.byTicket(id, 'x'.repeat(43))
    ).toBeUndefined();
    await pass(600_000);
    expect(await scene.bench.switcher.byTicket(id, ticket)).toBeDefined();
    await pass(1);
    expect(await scene.bench.switcher.byTicket(id, ticket)).toBeUndefined();
  });

  it('is in the first answer only', async () => {
    const { id, ticket = 'none' } = await begin('alpha');
    await pass(0);
    const rows = await scene.bench.store
      .selectFrom('switches')
      .selectAll()
      .execute();
    expect(JSON.stringify([rows, scene.bench.published])).not.toContain(ticket);
    expect((await scene.bench.switcher.get(USER, id)).ticket).toBeUndefined();
  });
});

test('a switch of another user is not found', async () => {
  const { id } = await begin('alpha');
  await expect(scene.bench.switcher.get('bob', id)).rejects.toMatchObject({
    code: 'not-found'
  });
  await expect(
    scene.bench.switcher.start('bob', { project: 'alpha' })
  ).rejects.toMatchObject({ code: 'not-found' });
  expect(await scene.bench.switcher.latest('bob')).toBeUndefined();
});

test('a switch tells how long the last start of the project took', async () => {
  await inAlpha();
  const start = held();
  scene.bench.driver.starting = start.wait;
  await begin('beta');
  await start.begun;
  await pass(4_000);
  start.release();
  await pass(TIMES.stopGraceMs);
  await begin('alpha');
  await pass(TIMES.stopGraceMs);
  expect((await begin('beta')).lastDurationMs).toBe(4_000);
});
