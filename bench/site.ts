/** A site to measure: the real companion, repositories and a browser. */
import { type Browser, chromium } from '@playwright/test';
import type { Project } from 'jupyterlab-projects-companion/contract';
import {
  type GitServer,
  startGitServer
} from '../companion/src/testing/git-server.ts';
import {
  type Companion,
  startCompanion
} from '../ui-tests/support/companion.ts';
import { type Api, apiOf } from './api.ts';

export interface Site extends Api {
  readonly companion: Companion;
  readonly git: GitServer;
  readonly browser: Browser;
  /** Make a project of a repository and wait until it is built. */
  project(repository: string): Promise<Project>;
  close(): Promise<void>;
}

/** Start everything with these settings of the configuration file. */
export async function startSite(
  settings: Record<string, unknown>
): Promise<Site> {
  const git = await startGitServer();
  const companion = await startCompanion({
    allowSource: [`${git.url}/`],
    settings
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  });
  const api = apiOf(companion);
  return {
    ...api,
    companion,
    git,
    browser,
    project: repository => api.create(`${git.url}/${repository}.git`),
    close: async () => {
      await browser.close();
      await companion.stop();
      await git.close();
    }
  };
}
