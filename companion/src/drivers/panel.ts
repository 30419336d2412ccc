import { z } from 'zod';
import { boundedBody } from '../base/bounded-body.ts';
import { call } from './kernel-check.ts';
import type { ServerAddress } from './kernel-check.ts';
import { parsedJson } from '../base/json.ts';

/** The name under which JupyterLab knows the panel. */
export const LABEXTENSION = 'jupyterlab-projects';

/** The limit of a page, which has the configuration of many extensions. */
const PAGE_BYTES = 16 * 1024 ** 2;

/** JupyterLab runs, but serves no page, or one without our panel. */
export class PanelMissing extends Error {
  override name = 'PanelMissing';
}

/**
 * Return files of `JUPYTER_CONFIG_PATH` by which the panel below the folder
 * `labextensions` comes before a copy that the software has, even one below an
 * `extra_labextensions_path`, which JupyterLab puts before all others.
 */
export function panelFirst(labextensions: string): Record<string, string> {
  const path = JSON.stringify([labextensions]);
  const text = `c.LabApp.extra_labextensions_path.prepend(${path})\n`;
  // Versions differ in which of the two files overrides the other.
  return { 'jupyter_server_config.py': text, 'jupyter_lab_config.py': text };
}

const Page = z.object({
  federated_extensions: z.array(z.object({ name: z.string() }))
});
const Manifest = z.object({ version: z.string() });

/** Resolve if the page of the server would load the panel of that version. */
export async function checkPanel(
  server: ServerAddress,
  version: string,
  signal: AbortSignal
): Promise<void> {
  const page = Page.safeParse(
    pageConfig(await served(server, 'lab', 'its page', signal))
  );
  const names = page.data?.federated_extensions.map(({ name }) => name) ?? [];
  if (!names.includes(LABEXTENSION)) {
    throw new PanelMissing(
      'JupyterLab runs, but does not load the Projects panel.'
    );
  }
  const file = `lab/extensions/${LABEXTENSION}/package.json`;
  const text = await served(server, file, 'the Projects panel', signal);
  const loaded =
    Manifest.safeParse(parsedJson(text)).data?.version ?? 'no version';
  if (loaded !== version) {
    throw new PanelMissing(
      `JupyterLab runs, but loads another copy of the Projects panel (${loaded} instead of ${version}).`
    );
  }
}

async function served(
  server: ServerAddress,
  path: string,
  what: string,
  signal: AbortSignal
): Promise<string> {
  const response = await call(server, 'GET', path, signal);
  if (!response.ok) {
    const status = String(response.status);
    throw new PanelMissing(`JupyterLab answers ${status} instead of ${what}.`);
  }
  return (await boundedBody(response, PAGE_BYTES)).toString('utf8');
}

function pageConfig(html: string): unknown {
  const config =
    /<script[^>]*id="jupyter-config-data"[^>]*>(.*?)<\/script>/s.exec(
      html
    )?.[1];
  return parsedJson(config ?? '');
}
