/** An API server that is away or answers nonsense: rows 2, 28 of the faults. */
import { ApiServerProxy } from '../cluster/api-server-proxy.ts';
import type { Breakage } from '../cluster/api-server-proxy.ts';
import { untilSeen } from '../cluster/waiting.ts';
import { CompanionBench } from './companion-bench.ts';
import { quickImage } from './quick-image.ts';

/** How long the companion waits for the API server: more than one create. */
const OUTAGE_MS = 20_000;
/** An outage that is far shorter than that. */
const SHORT_MS = 3_000;

let way: ApiServerProxy;
let bench: CompanionBench;

beforeAll(async () => {
  bench = await CompanionBench.open(async cluster => {
    way = await ApiServerProxy.open(cluster);
    const quick = await quickImage(cluster);
    return {
      projects: { alpha: [quick], beta: [quick] },
      kubernetes: { kubeconfig: way.kubeconfig, outageMs: OUTAGE_MS }
    };
  });
  await bench.start();
  await bench.moveTo('beta');
  await bench.moveTo('alpha');
}, 300_000);

afterAll(async () => {
  await bench.close();
  await way.close();
});

async function begun(): Promise<{ from: string; to: string }> {
  const from = (await bench.active()) ?? '';
  const to = from === 'alpha' ? 'beta' : 'alpha';
  await bench.begin(to);
  return { from, to };
}

/** Break the API server for a while; a page's requests are still answered. */
async function outage(breakage: Breakage, server: string): Promise<void> {
  way.break(breakage);
  try {
    const began = performance.now();
    expect(await bench.serves(server)).toBe(true);
    expect((await bench.api('projects')).status).toBe(200);
    const left = SHORT_MS - (performance.now() - began);
    await new Promise(resolve => setTimeout(resolve, Math.max(0, left)));
  } finally {
    way.mend();
  }
}

const BREAKAGES: Breakage[] = [
  'silent',
  'cut',
  { status: 429 },
  { status: 500 }
];

test.each(BREAKAGES)(
  'a switch waits for an API server that is %j as it starts',
  async breakage => {
    const { from, to } = await begun();
    await bench.reaches('starting');
    await outage(breakage, from);
    const { phase, error, warning } = await bench.ended();
    expect([phase, error, warning]).toEqual(['done', undefined, undefined]);
    expect(await bench.active()).toBe(to);
    await bench.oneServer();
  },
  120_000
);

test.each(BREAKAGES)(
  'an old server is stopped by an API server that is %j at first',
  async breakage => {
    const { to } = await begun();
    await bench.reaches('active');
    await outage(breakage, to);
    const { phase, error, warning } = await bench.ended();
    expect([phase, error, warning]).toEqual(['done', undefined, undefined]);
    await bench.oneServer();
  },
  120_000
);

test('a switch fails when the API server is away for too long', async () => {
  const { from } = await begun();
  await bench.reaches('starting');
  way.break('cut');
  await untilSeen(
    () => bench.latest(),
    seen => seen?.error !== undefined || seen?.endedAt !== undefined,
    'the failure',
    60
  ).finally(() => {
    way.mend();
  });
  const { phase, error } = await bench.ended();
  expect([phase, error?.code]).toEqual(['failed', 'unavailable']);
  expect(await bench.active()).toBe(from);
  expect(await bench.serves(from)).toBe(true);
  await bench.oneServer();
}, 180_000);
