import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { commandsPlugin } from './lab/commands.ts';
import { connectionLostPlugin } from './lab/connection-lost.ts';
import { launcherPlugin } from './lab/launcher.ts';
import { menuPlugin } from './lab/menu.ts';
import { modelPlugin } from './lab/model-plugin.ts';
import { notificationsPlugin } from './lab/notifications.ts';
import { panelPlugin } from './lab/panel-plugin.tsx';
import { statusPlugin } from './lab/status-plugin.tsx';
import { switchPlugin } from './lab/switch-host.tsx';

export * from './tokens.ts';
export * from './volume-tokens.ts';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  modelPlugin,
  switchPlugin,
  panelPlugin,
  commandsPlugin,
  menuPlugin,
  launcherPlugin,
  notificationsPlugin,
  statusPlugin,
  connectionLostPlugin
];

export default plugins;
