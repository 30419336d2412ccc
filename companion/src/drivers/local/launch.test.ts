import {
  serverArguments,
  serverConfiguration,
  serverEnvironment
} from './launch.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import { ADA } from '../../testing/local-site.ts';

const PLAN: LaunchPlan = {
  server: ADA,
  project: 'p1',
  slug: 'penguins',
  image: 'b1',
  folder: 'my penguins',
  seed: false,
  newVolume: false,
  token: 's3cret',
  environment: { BINDER_REF: 'main', PROJECTS_ROOT: '/elsewhere' }
};
const PLACES = {
  image: '/data/environments/b1',
  root: '/data/projects',
  folder: '/data/projects/my penguins',
  share: '/data/share',
  config: '/data/config',
  runtime: '/data/runtime',
  layout: '/data/layout'
};
const OPTIONS = {
  port: 4321,
  asRoot: false,
  labextensions: [],
  serverArgs: []
};

test.each([
  'PYTHONHOME',
  'PYTHONPATH',
  'VIRTUAL_ENV_PROMPT',
  'CONDA_PREFIX',
  '_CE_CONDA',
  'JUPYTER_CONFIG_DIR',
  'JUPYTERLAB_SETTINGS_DIR',
  'JUPYTERHUB_API_TOKEN',
  'JPY_SESSION_NAME',
  'PROJECTS_TOKEN',
  'npm_lifecycle_event'
])('a server inherits no %s', name => {
  expect(serverEnvironment(PLAN, PLACES, { [name]: 'x' })).not.toHaveProperty(
    name
  );
});

test('the rest of the environment is the user’s own', () => {
  const inherited = { HOME: '/home/ada', LANG: 'de_DE.UTF-8', MY_PYTHON: '3' };

  expect(serverEnvironment(PLAN, PLACES, inherited)).toMatchObject(inherited);
});

test('the programs of the environment come first, those of npm not at all', () => {
  const { PATH } = serverEnvironment(PLAN, PLACES, {
    PATH: '/repo/node_modules/.bin:/home/ada/bin:/usr/bin'
  });

  expect(PATH).toBe('/data/environments/b1/bin:/home/ada/bin:/usr/bin');
});

test('a plan adds to the environment but does not bend it', () => {
  expect(serverEnvironment(PLAN, PLACES, {})).toMatchObject({
    BINDER_REF: 'main',
    PROJECTS_ROOT: '/data/projects'
  });
});

test('arguments and environment, which others may see, hold no token', () => {
  const seen = JSON.stringify([
    serverArguments(PLAN, PLACES, OPTIONS),
    serverEnvironment(PLAN, PLACES, {})
  ]);

  expect(seen).not.toContain('s3cret');
  expect(JSON.stringify(serverConfiguration(PLAN, PLACES, '/c/'))).toContain(
    's3cret'
  );
});

test('what the configuration adds comes last, and so wins', () => {
  const args = serverArguments(PLAN, PLACES, {
    ...OPTIONS,
    labextensions: ['/one', '/two'],
    serverArgs: ['--ServerApp.port=1']
  });

  expect(args.slice(-3)).toEqual([
    '--LabApp.extra_labextensions_path=/one',
    '--LabApp.extra_labextensions_path=/two',
    '--ServerApp.port=1'
  ]);
});

test('Jupyter runs as root only for root', () => {
  const allowed = '--ServerApp.allow_root=True';
  const root = { ...OPTIONS, asRoot: true };

  expect(serverArguments(PLAN, PLACES, OPTIONS)).not.toContain(allowed);
  expect(serverArguments(PLAN, PLACES, root)).toContain(allowed);
});
