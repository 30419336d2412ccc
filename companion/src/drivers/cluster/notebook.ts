import type { V1Container, V1VolumeMount } from '@kubernetes/client-node';
import type { Profile } from '../../config/kubernetes-settings.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import { panelFirst } from '../panel.ts';
import { serverPath } from '../server-path.ts';
import { LABEXTENSIONS, LAUNCH, MOUNT, PORTS } from './own-image.ts';
import {
  environment,
  FILES_TARGET,
  foreignContainer,
  layoutFolder,
  mounts,
  PERSON,
  ROOT
} from './pod-parts.ts';
import type { PodSettings } from './pod-parts.ts';

export const NOTEBOOK = 'notebook';

/** Where the project's layout is mounted. */
const LAYOUT = `${MOUNT}-layout`;

/** Places of the person's own settings, and of the layout of the project. */
const PERSONAL = {
  JUPYTERLAB_WORKSPACES_DIR: LAYOUT,
  JUPYTERLAB_SETTINGS_DIR: `${ROOT}/${PERSON}/lab-settings`,
  GIT_CONFIG_GLOBAL: `${ROOT}/${PERSON}/gitconfig`
};

export interface NotebookContext {
  readonly settings: PodSettings;
  /** Where the panel reaches the companion: a path of the same origin. */
  readonly companionUrl: string;
}

/** List the check's orders. A rescue makes no folders: the disk may be full. */
export function checkOf(
  plan: LaunchPlan,
  context: NotebookContext
): Record<string, string> {
  const { folder, project } = plan;
  return {
    ...(folder === null
      ? {}
      : {
          CHECK_FOLDER: folder,
          CHECK_MAKE: JSON.stringify([PERSON, layoutFolder(project)])
        }),
    CHECK_WRITE: JSON.stringify(serverFiles(plan, context))
  };
}

/** The container of the project's image, in which JupyterLab runs. */
export function notebook(
  plan: LaunchPlan,
  settings: PodSettings,
  profile: Profile | undefined
): V1Container {
  const { home } = settings;
  return foreignContainer({
    name: NOTEBOOK,
    image: plan.image,
    // The image's own ENTRYPOINT stays: repo2docker's runs `start` scripts.
    args: [...LAUNCH],
    workingDir: home,
    env: environment({
      ...plan.environment,
      HOME: home,
      // A rescue leaves out personal settings, as they may be the cause.
      ...(plan.folder === null ? {} : PERSONAL)
    }),
    ports: [{ name: 'http', containerPort: PORTS.server }],
    volumeMounts:
      plan.folder === null
        ? [mounts.files(), mounts.root(), mounts.rescueHome(home)]
        : notebookMounts(plan.project, plan.folder, settings),
    ...(profile
      ? { resources: { requests: profile.requests, limits: profile.limits } }
      : {})
  });
}

/** List a server's mounts; the person's folder is writable in each. */
function notebookMounts(
  project: string,
  folder: string,
  { home, projectsMount }: PodSettings
): V1VolumeMount[] {
  return [
    mounts.files(),
    mounts.folder(home, folder),
    ...(projectsMount === 'none' ? [] : [mounts.root(projectsMount === 'ro')]),
    ...(projectsMount === 'rw'
      ? []
      : [mounts.folder(`${ROOT}/${PERSON}`, PERSON)]),
    mounts.folder(LAYOUT, layoutFolder(project))
  ];
}

/**
 * Return configuration that overrides the user's own; only it has the token.
 */
function serverFiles(
  plan: LaunchPlan,
  { settings, companionUrl }: NotebookContext
): Record<string, unknown> {
  const server = {
    ServerApp: {
      ip: '0.0.0.0',
      port: PORTS.server,
      port_retries: 0,
      base_url: serverPath(plan),
      root_dir: plan.folder === null ? ROOT : settings.home,
      allow_remote_access: true,
      open_browser: false,
      quit_button: false,
      certfile: '',
      keyfile: ''
    },
    IdentityProvider: { token: plan.token }
  };
  const files = {
    'jupyter_server_config.json': server,
    'jupyter_lab_config.json': server,
    'labconfig/page_config.json': { projectsCompanionUrl: companionUrl },
    ...panelFirst(LABEXTENSIONS)
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      `${FILES_TARGET}/etc/${name}`,
      content
    ])
  );
}
