/** A site of one's own for every test: git server, companion, pages. */
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import {
  type GitServer,
  startGitServer
} from '../../companion/src/testing/git-server.ts';
import { Api } from './api.ts';
import { type Companion, startCompanion } from './companion.ts';
import { Lab } from './lab.ts';
import { ProjectsPanel } from './projects-panel.ts';

export interface Gate {
  /** The file that opens the gate as soon as it is there. */
  readonly path: string;
  open(): Promise<void>;
}

interface Fixtures {
  /** More of the companion's configuration, by `test.use`. */
  settings: Record<string, unknown>;
  git: GitServer;
  companion: Companion;
  api: Api;
  /** A gate that a build or a server of the test waits at. */
  gate: Gate;
  /** The tab of the test, at the home page, signed in. */
  home: ProjectsPanel;
  /** The tab of the test, signed in, and nowhere until it is opened. */
  lab: Lab;
}

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],

  git: async ({}, use) => {
    const git = await startGitServer();
    await use(git);
    await git.close();
  },

  companion: async ({ git, settings }, use, testInfo) => {
    const companion = await startCompanion({
      allowSource: [`${git.url}/`],
      settings
    });
    await use(companion);
    await testInfo.attach('companion', { body: companion.output() });
    await companion.stop();
  },

  api: async ({ request, companion }, use) => {
    await use(new Api(request, companion));
  },

  gate: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'projects-gate-'));
    const path = join(folder, 'open');
    const open = () => writeFile(path, '');
    await use({ path, open });
    // No build or server may go on waiting, also when the test has failed.
    await open().then(() => access(path));
    await rm(folder, { recursive: true });
  },

  home: async ({ page, companion }, use) => {
    await page.goto(signIn(companion));
    await use(new ProjectsPanel(page));
  },

  lab: async ({ page, companion }, use) => {
    await page.goto(signIn(companion));
    // A home page would follow the switches of the test.
    await page.goto('about:blank');
    await use(new Lab(page, companion));
  }
});

function signIn({ origin, token }: Companion): string {
  return `${origin}/services/projects/?token=${token}`;
}

export { expect };
