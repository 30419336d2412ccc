/** The parts of `npm test`: each is run whole, timed and counted. */
import { findChromium } from './chromium.ts';
import { onCluster } from './cluster-stage.ts';
import { inTurn, reported, takingTurns } from './running.ts';
import type { Work } from './running.ts';
import { NOTHING, ofJest, ofPlaywright, ofStatus } from './tally.ts';
import { checkWheel } from './wheel.ts';

export interface Stage {
  /** The stages that it runs after, if these run at all. */
  readonly after?: readonly string[];
  readonly run: Work;
}

/**
 * Chromium takes a pod's link that comes or goes for a change of the network,
 * and drops its requests. So pages of this machine and pods take turns.
 */
const networkAlone = takingTurns();

/**
 * The stages of `npm test`, whose arguments pick some by name. The cluster's
 * stage waits a lot, so it runs beside all others.
 */
export const STAGES: Readonly<Record<string, Stage>> = {
  types: { run: inTurn(['tsc', '-b'], ['tsc', '-p', 'tsconfig.test.json']) },
  lint: {
    after: ['types'],
    run: inTurn(
      ['eslint', '.'],
      ['prettier', '--check', '--log-level=warn', '.'],
      ['stylelint', 'style/**/*.css'],
      ['depcruise', 'companion/src', 'extension'],
      ['knip']
    )
  },
  lock: {
    run: inTurn(['git', 'diff', '--exit-code', '--', 'package-lock.json'])
  },
  openapi: {
    run: inTurn(
      ['node', 'scripts/openapi.ts'],
      ['git', 'diff', '--exit-code', '--', 'docs/openapi.json']
    )
  },
  unit: {
    after: ['lint'],
    run: reported(ofJest, report => [
      ...['jest', '--maxWorkers=2', '--json', `--outputFile=${report}`]
    ])
  },
  wheel: {
    after: ['unit'],
    run: async ({ say }) => ofStatus(await checkWheel(say))
  },
  'end-to-end': {
    after: ['wheel'],
    run: desk =>
      networkAlone(({ step }) =>
        step(
          'tests',
          inBrowser('ui-tests/playwright.config.ts', 'the end-to-end tests')
        )
      )(desk)
  },
  cluster: {
    run: onCluster(networkAlone, {
      tests: reported(
        ofJest,
        report => [
          ...['jest', '--config', 'tests/cluster/jest.config.js'],
          ...['--json', `--outputFile=${report}`]
        ],
        { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' }
      ),
      deployed: inBrowser(
        'ui-tests/cluster/playwright.config.ts',
        'the end-to-end test on a cluster'
      )
    })
  }
};

function inBrowser(config: string, what: string): Work {
  return async desk => {
    const chromium = findChromium();
    if (!chromium) {
      const skipped = `${what}: no Chromium (Debian and Ubuntu: apt install chromium)`;
      return { ...NOTHING, skipped: [skipped] };
    }
    const command = () => ['playwright', 'test', '--config', config];
    return reported(ofPlaywright, command, { CHROMIUM: chromium })(desk);
  };
}
