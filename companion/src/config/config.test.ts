import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config.ts';
import { helpText } from './flags.ts';
import type { ConfigInput } from './config.ts';

const read = (
  args: string[] = [],
  environment: ConfigInput['environment'] = {},
  more: Partial<ConfigInput> = {}
) =>
  readConfig({
    args,
    environment,
    home: '/home/ada',
    user: 'Ada Lovelace',
    cwd: '/srv',
    interactive: false,
    ...more
  });

async function file(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'config-')), 'config.yaml');
  await writeFile(path, text);
  return path;
}

test('everything has a default', () => {
  const config = read();

  expect(config).toMatchObject({
    host: '127.0.0.1',
    data: '/home/ada/jupyterlab-projects',
    user: 'ada-lovelace',
    driver: 'local',
    builder: 'uv',
    limit: null,
    keepWarm: 1,
    sourceBase: 'https://github.com',
    uv: { pythonDownloads: false },
    times: { startTimeoutMs: 300_000, savedDeadlineMs: 10_000 }
  });
  expect(config.port).toBeUndefined();
  expect(config.token).toMatch(/^[0-9a-f]{48}$/);
  expect(read().token).not.toBe(config.token);
});

test('a configuration cannot be changed', () => {
  const config = read();

  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.times)).toBe(true);
});

test('flags win over the environment, the environment over the file', async () => {
  const path = await file('port: 1\nlimit: 1\nkeepWarm: 3\nuv: {path: /a}\n');
  const config = read(['--config', path, '--port', '3'], {
    PROJECTS_PORT: '2',
    PROJECTS_LIMIT: '2',
    PROJECTS_UV_PYTHON: '3.12'
  });

  expect(config).toMatchObject({ port: 3, limit: 2, keepWarm: 3 });
  expect(config.uv).toMatchObject({ path: '/a', python: '3.12' });
});

test('lists come from repeated flags, from words and from JSON', () => {
  const prefixes = ['one.test', 'http://two.test/a'];
  const flags = prefixes.flatMap(prefix => ['--allow-source', prefix]);

  expect(read(flags).allowSource).toEqual(prefixes);
  const words = { PROJECTS_ALLOW_SOURCE: prefixes.join(' ') };
  expect(read([], words).allowSource).toEqual(prefixes);
  const json = { PROJECTS_LOCAL_SERVER_ARGS: '["--a b", "--c"]' };
  expect(read([], json).local.serverArgs).toEqual(['--a b', '--c']);
});

test('the browser opens where somebody sits, unless told otherwise', () => {
  const here = { interactive: true };
  expect(read().open).toBe(false);
  expect(read([], {}, here).open).toBe(true);
  expect(read(['--no-open'], {}, here).open).toBe(false);
  expect(read([], { PROJECTS_OPEN: 'false' }, here).open).toBe(false);
  expect(read(['--open']).open).toBe(true);
});

test('paths are taken from where they were written', () => {
  expect(read(['--data', 'here']).data).toBe('/srv/here');
  expect(read(['--data', '~/there']).data).toBe('/home/ada/there');
});

test('variables of servers are not settings', () => {
  expect(() => read([], { PROJECTS_ROOT: '/projects' })).not.toThrow();
});

test.each([
  [['--driver', 'jupyterhub'], '--driver "jupyterhub" is not in this version'],
  [['--driver', 'podman'], '--driver "podman" is unknown'],
  [
    ['--builder', 'binderhub'],
    '--builder must be "uv" with the driver "local"'
  ],
  [
    ['--builder', 'binderhub', '--driver', 'kubernetes'],
    '"binderhub.url" must be set'
  ],
  [['--port', 'http'], '--port must be a number'],
  [['--port', '70000'], '--port must be at most 65535'],
  [['--port', ''], '--port must be a number'],
  [['--limit', '0'], '--limit must be at least 1'],
  [['--token', 'short'], '--token must have at least 8'],
  [['--source-base', 'git.test'], '--source-base must be an http'],
  [['--nonsense'], "Unknown option '--nonsense'. See --help."],
  [['word'], "Unexpected argument 'word'"]
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => read(args)).toThrow(sentence);
});

test('what is wrong in the file is named', async () => {
  const wrong = await file('times: {startTimeoutMs: soon}\n');
  const unknown = await file('colour: red\n');
  const list = await file('- a\n');
  const broken = await file('a: [\n');

  expect(() => read(['--config', wrong])).toThrow('"times.startTimeoutMs"');
  expect(() => read(['--config', unknown])).toThrow('"colour"');
  expect(() => read(['--config', list])).toThrow('settings by name');
  expect(() => read(['--config', broken])).toThrow('neither YAML nor JSON');
  expect(() => read(['--config', '/no/such'])).toThrow('cannot be read');
});

test('the tokens of BinderHub and of the registry come from the environment', () => {
  const config = read(['--builder', 'binderhub', '--driver', 'kubernetes'], {
    PROJECTS_BINDERHUB_URL: 'http://binder/services/binder',
    PROJECTS_BINDERHUB_TOKEN: 't0ken',
    PROJECTS_REGISTRY_URL: 'https://images.test',
    PROJECTS_REGISTRY_USERNAME: 'ada',
    PROJECTS_REGISTRY_PASSWORD: 's3cret',
    PROJECTS_REGISTRY_INSECURE: '127.0.0.1:5000 images:5000'
  });

  expect(config.binderhub).toMatchObject({ token: 't0ken', idleMs: 75_000 });
  expect(config.registry).toMatchObject({
    password: 's3cret',
    insecure: ['127.0.0.1:5000', 'images:5000']
  });
});

test('a password of no registry is refused', () => {
  expect(() => read([], { PROJECTS_REGISTRY_PASSWORD: 'x' })).toThrow(
    '"registry.url" must be set'
  );
});

test('help names every flag of the design', () => {
  for (const flag of 'port data token open config driver builder allow-source limit keep-warm'.split(
    ' '
  )) {
    expect(helpText()).toContain(`--${flag}`);
  }
});

test('a trusted proxy has headers and a secret, which a file can hold', async () => {
  const proxy = {
    PROJECTS_DRIVER: 'kubernetes',
    PROJECTS_PROXY_AUTH_HEADER: 'X-Forwarded-User',
    PROJECTS_PROXY_AUTH_SECRET_HEADER: 'X-Secret'
  };
  const known = { header: 'x-forwarded-user', secretHeader: 'x-secret' };
  const secret = 'sixteen-letters-or-more';
  const path = await file(`${secret}\n`);

  expect(
    read([], { ...proxy, PROJECTS_PROXY_AUTH_SECRET: secret }).proxyAuth
  ).toEqual({ ...known, secret, cookies: ['_oauth2_proxy'] });
  expect(
    read([], { ...proxy, PROJECTS_PROXY_AUTH_SECRET_FILE: path }).proxyAuth
  ).toEqual({ ...known, secret, cookies: ['_oauth2_proxy'] });
  expect(() => read([], proxy)).toThrow('"proxyAuth" needs');
  expect(() => read([], { ...proxy, PROJECTS_PROXY_AUTH_SECRET: 'x' })).toThrow(
    'at least 16'
  );
  expect(() =>
    read([], {
      ...proxy,
      PROJECTS_PROXY_AUTH_SECRET: secret,
      PROJECTS_PROXY_AUTH_HEADER: 'Authorization'
    })
  ).toThrow('meaning of its own');
});

test('users of a proxy do not share the files of one machine', () => {
  const proxy = {
    PROJECTS_PROXY_AUTH_HEADER: 'X-Forwarded-User',
    PROJECTS_PROXY_AUTH_SECRET_HEADER: 'X-Secret',
    PROJECTS_PROXY_AUTH_SECRET: 'sixteen-letters-or-more'
  };

  expect(() => read([], proxy)).toThrow(
    '"proxyAuth" must not be set with the driver "local"'
  );
});

test('the internal port needs a secret', () => {
  expect(read().internal.port).toBeUndefined();
  expect(() => read([], { PROJECTS_INTERNAL_PORT: '8081' })).toThrow(
    '"internal" needs'
  );
});

test.each([
  'projects.example',
  'https://projects.example/',
  'https://Projects.example',
  'https://projects.example/lab',
  'ftp://projects.example'
])('%s is no public origin', origin => {
  expect(() => read([], { PROJECTS_PUBLIC_ORIGIN: origin })).toThrow(
    /origin|http/
  );
});

test.each(['projects', '/projects', '/user/ada/', '//', '/a//b/'])(
  'the base path %j is refused',
  basePath => {
    const environment = { PROJECTS_BASE_PATH: basePath };
    expect(() => read([], environment)).toThrow('"basePath" must');
  }
);
