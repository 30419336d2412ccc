import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { commandsPlugin } from './commands.ts';
import { connectionLostPlugin } from './connection-lost.ts';
import { launcherPlugin } from './launcher.ts';
import { menuPlugin } from './menu.ts';
import { modelPlugin } from './model-plugin.ts';
import { notificationsPlugin } from './notifications.ts';
import { panelPlugin } from './panel-plugin.tsx';
import { statusPlugin } from './status-plugin.tsx';
import { switchPlugin } from './switch-host.tsx';

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
