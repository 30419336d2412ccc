import { join } from 'node:path';
import type { PlaywrightTestConfig } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.ts';
import base from '../playwright.config.ts';

// The tests hand their environment to the browser, and so to `browser.sh`.
process.env.PROJECTS_CHROMIUM = findChromium();

/** Tests through the gateway that is deployed on the tests' cluster. */
const config: PlaywrightTestConfig = {
  ...base,
  globalSetup: undefined,
  workers: 1,
  testDir: '.',
  outputDir: '../test-results/cluster',
  timeout: 600_000,
  use: {
    ...base.use,
    launchOptions: {
      ...base.use?.launchOptions,
      executablePath: join(import.meta.dirname, 'browser.sh')
    }
  }
};

export default config;
