/** Two nodes, and a volume that is attached to one of them at a time. */
import { APART } from '../cluster/kubelet.ts';
import { locked } from '../cluster/lock.ts';
import { up } from '../cluster/up.ts';
import { CompanionBench } from './companion-bench.ts';
import { quickImage } from './quick-image.ts';

// Other tests' pods go to the first node only.
const [FIRST, SECOND] = ['node-2', 'node-3'];
const podTemplate = {
  spec: {
    nodeSelector: { [APART]: 'true' },
    tolerations: [{ key: APART, operator: 'Exists' }]
  }
};

let bench: CompanionBench;

beforeAll(async () => {
  await locked('cluster', () => up({ nodes: 3 }));
  bench = await CompanionBench.open(async cluster => {
    const quick = await quickImage(cluster);
    return {
      projects: { alpha: [quick], beta: [quick] },
      kubernetes: { podTemplate }
    };
  });
  await cluster('cordon', SECOND);
  await bench.start();
  await bench.moveTo('alpha');
  await cluster('uncordon', SECOND);
}, 300_000);

afterAll(async () => {
  await cluster('uncordon', FIRST);
  await bench.close();
});

function cluster(verb: 'cordon' | 'uncordon', node: string): Promise<string> {
  return bench.cluster.kubectl([verb, node]);
}

/** Return the nodes of the user's servers. */
async function nodes(): Promise<string[]> {
  const said = await bench.namespace.kubectl([
    ...['get', 'pods', '-l', 'jupyterlab-projects/role=server', '-o'],
    'jsonpath={range .items[*]}{.spec.nodeName}{"\\n"}{end}'
  ]);
  return said.split('\n').filter(Boolean);
}

test('the new server starts beside the old one, though another node is empty', async () => {
  expect(await nodes()).toEqual([FIRST]);
  for (const project of ['beta', 'alpha']) {
    const { phase, strategy, error } = await bench.switchTo(project);
    expect([phase, strategy, error]).toEqual(['done', 'overlap', undefined]);
    expect(await nodes()).toEqual([FIRST]);
  }
}, 120_000);

test('where that node takes no more, the old one ends first and the new one starts elsewhere', async () => {
  await cluster('cordon', FIRST);
  const { phase, strategy, error } = await bench.switchTo('beta');
  expect([phase, strategy, error]).toEqual(['done', 'recreate', undefined]);
  expect(await nodes()).toEqual([SECOND]);
  expect(await bench.serves('beta')).toBe(true);
}, 180_000);
