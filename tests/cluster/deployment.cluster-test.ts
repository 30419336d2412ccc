import { isDeepStrictEqual } from 'node:util';
import { type Cluster, useCluster } from './cluster.ts';
import {
  deploy,
  HOST,
  INTERNAL_SECRET,
  SERVICE,
  serviceUrl,
  TOKEN,
  undeploy,
  USERS
} from './deployment.ts';
import { BY_POLICY, changedPod, FORBIDDEN } from './forbidden-pods.ts';
import type { Change } from './forbidden-pods.ts';
import { allAnswered, askInside, UNREACHABLE } from './inside.ts';
import { otherCalls, productCalls, removePolicies } from './neighbours.ts';
import { productImage } from './product-image.ts';
import { startUsersPod, usersClaim } from './users-pod.ts';
import { driversPods } from './drivers-pods.ts';
import { untilSeen } from './waiting.ts';
import { send } from '../../companion/src/testing/gateway.ts';

const COMPANION = 'system:serviceaccount:projects:projects-companion';
const HOME = '/services/projects/';

let cluster: Cluster;
/** The address of the gateway's service. */
let address: string;

beforeAll(async () => {
  cluster = await useCluster();
  await deploy(cluster, await productImage());
  const url = await serviceUrl(cluster, 'projects-gateway', 80);
  address = new URL(url).hostname;
}, 600_000);

afterAll(() => undeploy(cluster), 180_000);

const asCompanion = (args: string[], input?: string | object) =>
  cluster.kubectl(['--as', COMPANION, '-n', USERS, ...args], input);

/** Send a browser's request to the gateway's service. */
async function browse(path: string, headers: Record<string, string> = {}) {
  return await send(80, path, {
    address,
    headers: { host: HOST, ...headers }
  });
}

it('a browser gets the home page for whom the proxy names, and nobody else', async () => {
  const navigation = {
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'x-forwarded-user': 'ada@example.org'
  };
  const page = await browse(HOME, {
    ...navigation,
    'x-auth-secret': 'only-the-proxy-knows-this'
  });
  const token = /"token":"(home\.[^"]+)"/.exec(page.body)?.[1] ?? '';
  const me = await browse(`${HOME}api/v1/me`, {
    authorization: `Bearer ${token}`
  });

  expect(me.body).toContain('"user":"ada@example.org"');
  expect((await browse(HOME, navigation)).status).toBe(401);
  expect((await browse(`${HOME}home.js`)).status).toBe(200);
});

it('the companion may do what its driver does, and nothing else', async () => {
  const list = async (namespace: string) =>
    (
      await cluster.kubectl([
        ...['--as', COMPANION, '-n', namespace],
        ...['auth', 'can-i', '--list', '--no-headers']
      ])
    )
      .split('\n')
      .filter(line => /^[a-z]/.test(line) && !line.startsWith('selfsubject'))
      .map(line => line.replaceAll(/\s+\[\]\s+\[\]\s+/g, ' ').trim())
      .sort();

  expect(await list(USERS)).toEqual([
    'events [list]',
    'persistentvolumeclaims [get create]',
    'pods [get list watch create delete]',
    'pods/log [get]'
  ]);
  expect(await list(SERVICE)).toEqual([]);
  expect(await list('default')).toEqual([]);
});

describe('the pods that it may create', () => {
  const create = (change?: Change) =>
    asCompanion(['create', '--dry-run=server', '-f', '-'], changedPod(change));

  it('are a user’s, on the user’s claim', async () => {
    await expect(create()).resolves.toContain('created');
  });

  it.each(driversPods())('are those of the driver: %s', async (_, pod) => {
    const input = JSON.stringify(pod);
    const created = asCompanion(
      ['create', '--dry-run=server', '-f', '-'],
      input
    );
    await expect(created).resolves.toContain('created');
  });

  it.each(FORBIDDEN)('have not: %s', async (_, change) => {
    await expect(create(change)).rejects.toThrow(/forbidden|denied/);
  });

  it.each(BY_POLICY)('have not, by the policy: %s', async (_, change) => {
    await expect(create(change)).rejects.toThrow('projects-companion-pods');
  });
});

it.each([
  ['of another name', { metadata: { name: 'data' } }],
  ['of another user', { metadata: { name: 'projects-bob' } }],
  ['of a volume that is there', { spec: { volumeName: 'pv-of-bob' } }],
  [
    'of a copy',
    { spec: { dataSource: { kind: 'PersistentVolumeClaim', name: 'bob' } } }
  ]
])('it creates no claim %s', async (_, change) => {
  const create = (given: object) =>
    asCompanion(['create', '--dry-run=server', '-f', '-'], usersClaim(given));

  await expect(create({})).resolves.toContain('created');
  await expect(create(change)).rejects.toThrow('projects-companion-claims');
});

it('metrics are for the cluster, not for browsers', async () => {
  const companion = await serviceUrl(cluster, 'projects-companion', 8080);
  const metrics = await (await fetch(`${companion}${HOME}metrics`)).text();
  const pod = await cluster.kubectl([
    ...['-n', SERVICE, 'get', 'pod', '-o', 'jsonpath={.items[0].status.podIP}'],
    ...['-l', 'app.kubernetes.io/name=projects-gateway']
  ]);
  const gateway = await (await fetch(`http://${pod}:9090/metrics`)).text();

  expect(metrics).toContain('# TYPE projects_switches_total counter');
  expect(gateway).toContain('projects_companion_away 0');
  expect((await browse(`${HOME}metrics`)).status).toBe(404);
});

it('the internal port answers to its secret alone', async () => {
  const internal = await serviceUrl(cluster, 'projects-companion', 8081);
  const ask = (headers: Record<string, string>) =>
    fetch(`${internal}/v1/principal`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ token: TOKEN })
    });

  expect((await ask({})).status).toBe(401);
  expect((await ask({ authorization: `Bearer ${TOKEN}` })).status).toBe(401);
  const answer = await ask({ authorization: `Bearer ${INTERNAL_SECRET}` });
  expect(await answer.json()).toEqual({ principal: { user: 'admin' } });
});

it('no secret is in the logs', async () => {
  const authorization = `Bearer ${TOKEN}`;
  await browse(`/user/admin/none/api?token=${TOKEN}`, { authorization });
  for (const [name, line] of [
    ['projects-companion', HOST],
    ['projects-gateway', 'Request.']
  ]) {
    const log = await cluster.kubectl([
      ...['-n', SERVICE, 'logs', '--prefix', '--tail=-1'],
      ...['-l', `app.kubernetes.io/name=${String(name)}`]
    ]);
    expect(log).toContain(line);
    expect(log).not.toContain(TOKEN);
    expect(log).not.toContain(INTERNAL_SECRET);
    expect(log).not.toMatch(/home\.[\w-]+\.[0-9a-f]{64}/);
  }
});

it('a companion that is deleted is back by itself, and its gateway says when', async () => {
  const seen = new Set<number>();
  await cluster.kubectl([
    ...['-n', SERVICE, 'delete', 'pod', '--wait=false'],
    ...['-l', 'app.kubernetes.io/name=projects-companion']
  ]);
  const authorization = `Bearer ${TOKEN}`;
  const end = performance.now() + 60_000;
  let last = 0;
  while (!(seen.has(503) && last === 200) && performance.now() < end) {
    const answer = await browse(`${HOME}api/v1/me`, { authorization });
    last = answer.status;
    seen.add(last);
    if (last === 503) {
      expect(answer.headers['retry-after']).toBe('2');
    }
  }

  expect([...seen].sort()).toEqual([200, 503]);
  expect(last).toBe(200);
});

describe('from inside a user’s pod', () => {
  let inside: (...command: string[]) => Promise<string>;
  let product: string[];
  let others: string[];

  /** Wait for the answer: rules come and go a moment after policies or pods. */
  const becomes = async (asked: string[], answer: 401 | typeof UNREACHABLE) => {
    const expected = allAnswered(asked, answer);
    await untilSeen(
      () => askInside(inside, asked, HOST),
      answers => isDeepStrictEqual(answers, expected),
      `Each answer as ${String(answer)}`,
      30
    );
  };

  beforeAll(async () => {
    inside = await startUsersPod(cluster, object =>
      asCompanion(['create', '-f', '-'], object)
    );
    product = await productCalls(cluster);
    others = await otherCalls(cluster);
  }, 180_000);

  it('nothing of the cluster is reached but names', async () => {
    await becomes(product, UNREACHABLE);
    await becomes(others, UNREACHABLE);

    const name = 'projects-gateway.projects.svc.cluster.local';
    expect(await inside('getent', 'hosts', name)).toContain(address);
  }, 90_000);

  // This test is the last: it takes the policies away.
  it('the product answers nobody without a secret, where no policy holds', async () => {
    await removePolicies(cluster);
    await becomes(product, 401);

    const answers = Object.values(await askInside(inside, others));
    expect(answers).toEqual([403, 401, 200, 200]);
  }, 60_000);
});
