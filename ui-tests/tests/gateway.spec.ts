/** The gateway under load, and its checks of tokens and origins. */
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { expect, test } from '../support/fixtures.ts';
import { INFLECTION, repository, slowServer } from '../support/repositories.ts';

const BIG = 200 * 1024 * 1024;

test('200 MB go up while a kernel works and another server starts', async ({
  lab,
  git,
  api,
  gate,
  companion
}) => {
  test.slow();
  await git.create(
    'penguins',
    repository(INFLECTION, 'n = 41', 'print(n + 1)')
  );
  await git.create('slow', slowServer(gate.path));
  const penguins = await api.project(`${git.url}/penguins`);
  const slow = await api.project(`${git.url}/slow`);
  await lab.open(companion, await api.open(penguins));
  await lab.openFile('analysis.ipynb');
  const closed: string[] = [];
  lab.page.on('websocket', socket => {
    socket.on('close', () => closed.push(socket.url()));
  });
  await lab.run(0);
  const folder = await mkdtemp(join(tmpdir(), 'projects-upload-'));
  const big = join(folder, 'big.bin');
  const file = await open(big, 'w');
  await file.truncate(BIG);
  await file.close();

  await (await lab.openPanel()).press('Switch to', slow.title);
  await lab.panel.button('Keep working').click();
  await lab.helpers.sidebar.openTab('filebrowser');
  const chooser = lab.page.waitForEvent('filechooser');
  await lab.page.getByRole('button', { name: 'Upload Files' }).click();
  await (await chooser).setFiles(big);
  await lab.page
    .getByRole('dialog', { name: /^Large file size warning/ })
    .getByRole('button', { name: 'Upload' })
    .click();
  await expect(await lab.run(1)).toContainText('42');

  const uploaded = join(companion.data, 'projects', penguins.name, 'big.bin');
  await expect
    .poll(
      () =>
        stat(uploaded).then(
          ({ size }) => size,
          () => 0
        ),
      {
        timeout: 180_000
      }
    )
    .toBe(BIG);
  const { phase } = await api.get<Switch>('switches/latest');
  expect(phase).toBe('starting');
  await expect(await lab.run(1)).toContainText('42');
  expect(closed.filter(url => url.includes('/channels'))).toEqual([]);
  await gate.open();
  await lab.arrived(slow);
  await rm(folder, { recursive: true });
});

test('nobody comes in without the token, or from another site', async ({
  companion,
  request,
  api,
  git
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  const penguins = await api.open(await api.project(`${git.url}/penguins`));
  const lab = companion.origin + String(penguins.url);
  const services = `${companion.origin}/services/projects/`;
  const status = async (url: string, headers: Record<string, string>) =>
    (await request.get(url, { headers, maxRedirects: 0 })).status();

  expect(await status(`${services}api/v1/me`, {})).toBe(401);
  expect(
    await status(`${services}api/v1/me`, { Authorization: 'token wrong' })
  ).toBe(401);
  expect(
    await status(`${services}api/v1/me`, {
      Authorization: `token ${companion.token}`
    })
  ).toBe(200);
  expect(
    await status(`${services}api/v1/me`, {
      Authorization: `token ${companion.token}`,
      Host: 'rebound.example'
    })
  ).toBeGreaterThanOrEqual(400);
  expect(await status(lab, {})).not.toBe(200);
  expect(await status(lab, { Cookie: 'projects-session=wrong' })).not.toBe(200);
});

test('a page of another site cannot open a websocket to a server', async ({
  companion,
  lab,
  api,
  git,
  context
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  const penguins = await api.open(await api.project(`${git.url}/penguins`));
  await lab.open(companion, penguins);
  const events = `${String(penguins.url).replace(/lab\/.*$/, '')}api/events/subscribe`;
  const opens = (page: typeof lab.page) =>
    page.evaluate(
      url =>
        new Promise<string>(resolve => {
          const socket = new WebSocket(url);
          socket.onopen = () => {
            resolve('opened');
          };
          socket.onerror = () => {
            resolve('refused');
          };
        }),
      companion.origin.replace('http', 'ws') + events
    );
  expect(await opens(lab.page)).toBe('opened');

  // The git server is another origin of the same machine: cookies reach both.
  const hostile = await context.newPage();
  await hostile.route(`${git.url}/nothing`, route =>
    route.fulfill({ contentType: 'text/html', body: 'Hostile' })
  );
  await hostile.goto(`${git.url}/nothing`);
  expect(await opens(hostile)).toBe('refused');
});
