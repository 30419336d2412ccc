import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADA, LocalSite, quietly } from '../../testing/local-site.ts';
import type { RunningServer } from '../driver.ts';
import type { LocalDriver } from './local-driver.ts';

let site: LocalSite;
beforeEach(async () => {
  site = await LocalSite.create();
  await site.realImage('real');
});
afterEach(() => site.dispose());

/** Ask the server what the gateway would. */
async function ask(driver: LocalDriver, { path }: RunningServer, what: string) {
  const endpoint = await driver.endpoint(ADA);
  return fetch(`${endpoint!.target}${path}${what}`, {
    headers: { authorization: `token ${endpoint!.token}` }
  });
}

test('a server is started until it is ready, and serves the panel', async () => {
  const reports: string[] = [];
  const driver = site.driver();

  const server = await driver.start(
    site.plan('real'),
    quietly(undefined, message => reports.push(message))
  );

  expect(reports).toEqual(['Starting JupyterLab', 'Starting a kernel']);
  expect(server).toMatchObject({ ...ADA, project: 'p1', image: 'real' });
  expect(await driver.list('ada')).toEqual([server]);
  const kernels = await ask(driver, server, 'api/kernels');
  expect(await kernels.json()).toEqual([]);
  const page = await (await ask(driver, server, 'lab')).text();
  expect(page).toContain('"projectsCompanionUrl": "/services/projects/"');
  expect(page).toContain('static/remoteEntry.1.js');
});
