import { delimiter, join } from 'node:path';
import type { LaunchPlan } from '../launch-plan.ts';
import { panelFirst } from '../panel.ts';
import { serverPath } from '../server-path.ts';
import type { LaunchPlaces } from './launch-places.ts';

/** Variables that may lead a server to another Python, Jupyter or companion. */
const SCRUBBED =
  /^(PYTHON|VIRTUAL_ENV|_?CONDA_|_CE_|JUPYTER|JPY_|PROJECTS_|npm_|INIT_CWD$)/;

/** Make a server's environment: the companion's, without its own traces. */
export function serverEnvironment(
  plan: LaunchPlan,
  places: LaunchPlaces,
  inherited: Readonly<Record<string, string | undefined>>
): Record<string, string | undefined> {
  const kept = Object.entries(inherited).filter(([key]) => !SCRUBBED.test(key));
  const path = (inherited.PATH ?? '/usr/local/bin:/usr/bin:/bin')
    .split(delimiter)
    .filter(part => !part.includes('/node_modules/'));
  return {
    ...Object.fromEntries(kept),
    ...plan.environment,
    PATH: [join(places.image, 'bin'), ...path].join(delimiter),
    // As in an activated environment: `uv pip install` asks for it.
    VIRTUAL_ENV: places.image,
    PROJECTS_ROOT: places.root,
    JUPYTER_PATH: places.share,
    JUPYTER_CONFIG_PATH: places.config,
    JUPYTER_RUNTIME_DIR: places.runtime,
    // Without it, a kernel `python3` in the user's home goes first.
    JUPYTER_PREFER_ENV_PATH: '1',
    JUPYTERLAB_WORKSPACES_DIR: places.layout
  };
}

export interface ServerOptions {
  readonly port: number;
  readonly asRoot: boolean;
  readonly labextensions: readonly string[];
  readonly serverArgs: readonly string[];
}

/** List the arguments of `jupyter-lab`. Everybody can see them: no secrets. */
export function serverArguments(
  plan: LaunchPlan,
  places: LaunchPlaces,
  options: ServerOptions
): string[] {
  return [
    '--no-browser',
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.port=${String(options.port)}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.base_url=${serverPath(plan)}`,
    `--ServerApp.root_dir=${places.folder}`,
    // The user's configuration may name these; the gateway speaks plain HTTP.
    '--ServerApp.certfile=',
    '--ServerApp.keyfile=',
    '--ServerApp.quit_button=False',
    ...(options.asRoot ? ['--ServerApp.allow_root=True'] : []),
    ...options.labextensions.map(
      folder => `--LabApp.extra_labextensions_path=${folder}`
    ),
    ...options.serverArgs
  ];
}

/**
 * Return the files of `JUPYTER_CONFIG_PATH`, which override the user's own
 * configuration: a `token` there would lock the panel out. In a file of ours
 * the token is in no argument, and in no environment of kernels and terminals.
 */
export function serverConfiguration(
  plan: LaunchPlan,
  places: LaunchPlaces,
  companionUrl: string
): Record<string, string> {
  const settings = JSON.stringify({ IdentityProvider: { token: plan.token } });
  const page = { projectsCompanionUrl: companionUrl };
  return {
    'jupyter_server_config.json': settings,
    'jupyter_lab_config.json': settings,
    'labconfig/page_config.json': JSON.stringify(page),
    ...panelFirst(join(places.share, 'labextensions'))
  };
}
