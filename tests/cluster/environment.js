/** Jest's environment for tests of the cluster: failing ones leave evidence. */
import { basename, join } from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import { writeEvidence } from './evidence.ts';

const RESULTS = join(
  import.meta.dirname,
  ...['..', '..', 'test-results', 'cluster']
);

export default class ClusterEnvironment extends TestEnvironment {
  #file;

  constructor(config, context) {
    super(config, context);
    this.#file = basename(context.testPath).replace(/\..*/, '');
    /** Names of the namespaces of this file; `cluster.ts` adds to them. */
    this.global.namespacesOfTest = new Set();
  }

  /** Called by the runner, which waits for it before anything is taken down. */
  async handleTestEvent(event) {
    if (event.name === 'test_fn_failure') {
      await this.#leave(event.test.name);
    } else if (event.name === 'hook_failure') {
      await this.#leave(event.hook.type);
    }
  }

  async #leave(title) {
    const name = title.replaceAll(/[^\w]+/g, '-').slice(0, 80);
    const folder = join(RESULTS, this.#file, name);
    try {
      await writeEvidence(folder, this.global.namespacesOfTest);
      console.error(`Pods, events and logs: ${folder}`);
    } catch (error) {
      console.error(`There is no evidence of "${title}":`, error);
    }
  }
}
