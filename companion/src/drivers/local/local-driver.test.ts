import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADA, LocalSite, quietly, TOOL } from '../../testing/local-site.ts';
import type { Failed } from '../../base/errors.ts';
import type { RunningServer } from '../driver.ts';
import type { ServerRef } from '../server-ref.ts';
import type { LocalDriver } from './local-driver.ts';
import { isAlive, processTable, type ProcessInfo } from './process-table.ts';

let site: LocalSite;
beforeEach(async () => {
  site = await LocalSite.create();
  await site.realImage('real');
});
afterEach(() => site.dispose());

/** Ask the server as the gateway would. */
async function ask(
  driver: LocalDriver,
  { path }: RunningServer,
  what: string,
  method = 'GET'
) {
  const endpoint = await driver.endpoint(ADA);
  return fetch(`${endpoint!.target}${path}${what}`, {
    method,
    headers: { authorization: `token ${endpoint!.token}` }
  });
}

async function pidOf({ name }: ServerRef): Promise<number> {
  const file = join(site.data, 'state', 'servers', `${name}.json`);
  return (JSON.parse(await readFile(file, 'utf8')) as { pid: number }).pid;
}

async function childrenOf(pid: number): Promise<ProcessInfo[]> {
  const all = [...(await processTable()).values()];
  return all.filter(info => info.parent === pid);
}

const exitOf = (driver: LocalDriver) =>
  new Promise<ServerRef>(resolve =>
    driver.onExit(server => {
      resolve(server);
    })
  );

test('a server is started until it is ready, and serves the panel', async () => {
  const reports: string[] = [];
  const more = join(site.data, 'more');
  await mkdir(join(more, 'galata'), { recursive: true });
  await writeFile(
    join(more, 'galata', 'package.json'),
    JSON.stringify({
      name: 'galata',
      version: '1.0.0',
      jupyterlab: { _build: { load: 'static/galata.js' } }
    })
  );
  const driver = site.driver({ labextensions: [more] });

  const server = await driver.start(
    site.plan('real'),
    quietly(undefined, message => reports.push(message))
  );

  expect(reports).toEqual(['Starting JupyterLab', 'Starting a kernel']);
  expect(server).toMatchObject({ ...ADA, project: 'p1', image: 'real' });
  expect(await driver.list('ada')).toEqual([server]);
  expect(await driver.list('bob')).toEqual([]);
  expect(await driver.endpoint({ ...ADA, user: 'bob' })).toBeUndefined();
  const kernels = await ask(driver, server, 'api/kernels');
  expect(await kernels.json()).toEqual([]);
  const page = await (await ask(driver, server, 'lab')).text();
  expect(page).toContain('"projectsCompanionUrl": "/services/projects/"');
  expect(page).toContain('static/remoteEntry.1.js');
  expect(page).toContain('static/galata.js');
  expect(page).toContain('"token": "the-secret-of-this-server"');
  const layout = join(site.root, '.jupyterlab-projects', 'layout', 'p1');
  expect((await stat(layout)).isDirectory()).toBe(true);
  await expect(
    driver.start(site.plan('real'), quietly())
  ).rejects.toMatchObject({ code: 'project-busy' });
});

test('what a home directory configures takes nothing from the server', async () => {
  const kernel = join(site.home, '.local/share/jupyter/kernels/python3');
  await mkdir(kernel, { recursive: true });
  const spec = { argv: ['false'], display_name: 'Mine', language: 'python' };
  await writeFile(join(kernel, 'kernel.json'), JSON.stringify(spec));
  await mkdir(join(site.home, '.jupyter'));
  const settings = { token: '', port: 1, base_url: '/mine', certfile: '/none' };
  for (const file of ['jupyter_server_config', 'jupyter_lab_config']) {
    await writeFile(
      join(site.home, '.jupyter', `${file}.json`),
      JSON.stringify({ ServerApp: settings })
    );
  }
  const environment = {
    ...site.deps().environment,
    PYTHONPATH: '/nowhere',
    JUPYTER_CONFIG_DIR: '/nowhere',
    PROJECTS_TOKEN: 'the-secret-of-the-companion'
  };
  const driver = site.driver({ environment });

  const server = await driver.start(
    site.plan('real', { environment: { BINDER_REPO_URL: 'here' } }),
    quietly()
  );

  const { target } = (await driver.endpoint(ADA))!;
  expect((await fetch(`${target}${server.path}api/contents`)).status).toBe(403);
  await ask(driver, server, 'api/kernels', 'POST');
  const [child] = await childrenOf(await pidOf(ADA));
  const command = await readFile(`/proc/${String(child!.pid)}/cmdline`, 'utf8');
  expect(command.split('\0')[0]).toContain(TOOL);
  const inherited = await readFile(
    `/proc/${String(child!.pid)}/environ`,
    'utf8'
  );
  expect(inherited.split('\0')).toEqual(
    expect.arrayContaining([
      `PROJECTS_ROOT=${site.root}`,
      `HOME=${site.home}`,
      'BINDER_REPO_URL=here'
    ])
  );
  expect(inherited).not.toMatch(/PYTHONPATH|JUPYTER_CONFIG_DIR|secret/);
});

/** Runs a driver of this site as the companion does, and starts a server. */
const COMPANION = `
  const [file, deps, plan] = process.argv.slice(1);
  const { LocalDriver } = await import(file);
  const driver = new LocalDriver({ ...JSON.parse(deps), now: () => new Date() });
  const signal = new AbortController().signal;
  const report = message => console.log(message);
  await driver.start(JSON.parse(plan), { signal, report });
  console.log('ready');
  setInterval(() => {}, 1000);`;

/** Kill a companion that runs `COMPANION` when it has said `word`. */
async function companionKilledAt(word: string, image: string): Promise<void> {
  const companion = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    COMPANION,
    join(__dirname, 'local-driver.ts'),
    JSON.stringify(site.deps()),
    JSON.stringify(site.plan(image))
  ]);
  for await (const said of companion.stdout) {
    if (String(said).includes(word)) {
      companion.kill('SIGKILL');
      break;
    }
  }
  await once(companion, 'exit');
}

test('a companion that was killed finds its server, and its end', async () => {
  await companionKilledAt('ready', 'real');
  const driver = site.driver();

  const [server] = await driver.list('ada');
  expect(server).toMatchObject({ ...ADA, image: 'real' });
  expect((await ask(driver, server!, 'api/status')).status).toBe(200);

  const exited = exitOf(driver);
  process.kill(await pidOf(ADA), 'SIGKILL');
  expect(await exited).toEqual(ADA);
  expect(await driver.list('ada')).toEqual([]);
  expect(await driver.endpoint(ADA)).toBeUndefined();
});

test('a server that was half started is found, led to by nobody, and stopped', async () => {
  await site.scriptImage('slow', 'exec sleep 600');
  await companionKilledAt('Starting JupyterLab', 'slow');
  const driver = site.driver();

  expect(await driver.list('ada')).toMatchObject([{ image: 'slow' }]);
  expect(await driver.endpoint(ADA)).toBeUndefined();
  const pid = await pidOf(ADA);
  await driver.stop(ADA);

  expect(await driver.list('ada')).toEqual([]);
  expect((await processTable()).has(pid)).toBe(false);
});

test('the end of a server is told once, and not when it was stopped', async () => {
  const driver = site.driver();
  const told: { server: ServerRef; why: Failed | undefined }[] = [];
  driver.onExit((server, why) => {
    void why.then(failed => told.push({ server, why: failed }));
  });

  await driver.start(site.plan('real'), quietly());
  await driver.stop(ADA);
  expect(await driver.list('ada')).toEqual([]);
  await driver.start(site.plan('real'), quietly());
  const exited = exitOf(driver);
  process.kill(await pidOf(ADA), 'SIGKILL');

  await exited;
  await driver.dispose();
  expect(told).toMatchObject([
    { server: ADA, why: { message: 'JupyterLab was ended by SIGKILL.' } }
  ]);
  const { log } = told[0]!.why!.options;
  expect(log).toContain('Jupyter Server');
  expect(log).not.toContain('the-secret-of-this-server');
});

test.each(['SIGCONT', 'SIGSTOP'] as const)(
  'after a stop nothing runs, neither kernels nor what terminals left behind (%s)',
  async state => {
    const driver = site.driver({
      stopGraceMs: state === 'SIGSTOP' ? 300 : 5000
    });
    const server = await driver.start(site.plan('real'), quietly());
    await ask(driver, server, 'api/kernels', 'POST');
    await ask(driver, server, 'api/terminals', 'POST');
    const pid = await pidOf(ADA);
    const children = await childrenOf(pid);
    expect(children).toHaveLength(2);
    process.kill(pid, state);

    await Promise.all([driver.stop(ADA), driver.stop(ADA)]);

    const alive = await Promise.all(children.map(isAlive));
    expect(alive).toEqual([false, false]);
    expect((await processTable()).has(pid)).toBe(false);
    await driver.stop(ADA);
  }
);

test('disposing leaves servers running, and stopAll leaves none', async () => {
  const first = site.driver();
  await first.start(site.plan('real'), quietly());
  await first.dispose();
  const second = site.driver();
  expect(await second.list('ada')).toHaveLength(1);

  await second.stopAll();

  expect(await second.list('ada')).toEqual([]);
});
