/** Compares 10,000 users with 2,000 servers to the same users with 20. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataFolder } from '../../companion/src/store/data-folder.ts';
import { type Benchmark, median, type Result, seconds } from '../result.ts';
import { openAgents, openRegistry } from './api-server.ts';
import type { ApiServer } from './api-server.ts';
import { startCompanion } from './companion.ts';
import {
  podsOf,
  populate,
  tokenOf
} from '../../companion/src/testing/population.ts';

const USERS = 10_000;
const FEW = 20;
const MANY = 2_000;
const SCRAPES = 30;
const LISTINGS = 600;
/** Spreads listings over all servers: a prime, no divisor of their number. */
const STEP = 7_919;
/** Time for the work in the background after a start and after listings. */
const SETTLE_MS = 10_000;
const IDLE_MS = 30_000;

/** Figures of one size of site: seconds, MB, shares of a core and counts. */
interface Figures {
  readonly restart: number;
  readonly scrapes: readonly number[];
  readonly listings: readonly number[];
  readonly memory: number;
  readonly idle: number;
  readonly lists: number;
}

type Open = (pods: ReturnType<typeof podsOf>) => Promise<ApiServer>;

async function measure(servers: number, open: Open): Promise<Figures> {
  const data = await mkdtemp(join(tmpdir(), 'scale-'));
  const registry = await openRegistry();
  const site = { users: USERS, servers, registry: registry.host };
  const agents = await openAgents();
  const api = await open(podsOf(site));
  try {
    const store = new DataFolder(data).open();
    await populate(store, site);
    await store.destroy();
    const begun = performance.now();
    const companion = await startCompanion({
      ...{ data, apiServer: api, registry: registry.host },
      token: tokenOf(0)
    });
    const restart = (performance.now() - begun) / 1000;
    await sleep(SETTLE_MS);
    const lists = await api.lists();
    const scrapes = await times(SCRAPES, () => companion.get('metrics'));
    const listings = await times(LISTINGS, n =>
      companion.get('api/v1/projects', tokenOf((n * STEP) % servers))
    );
    await sleep(SETTLE_MS);
    const before = await companion.cpu();
    await sleep(IDLE_MS);
    const idle = ((await companion.cpu()) - before) / (IDLE_MS / 1000);
    const memory = await companion.memory();
    await companion.stop();
    return { restart, scrapes, listings, memory, idle, lists };
  } finally {
    await api.close();
    await agents.close();
    await registry.close();
    await rm(data, { recursive: true });
  }
}

async function times(
  count: number,
  work: (n: number) => Promise<number>
): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < count; n += 1) {
    found.push(
      await seconds(async () => {
        const status = await work(n);
        if (status !== 200) {
          throw new Error(`The companion answered ${String(status)}.`);
        }
      })
    );
  }
  return found;
}

function p99(values: readonly number[]): number {
  return (
    values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0
  );
}

/** Report a quantity at 2,000 servers and, with `most`, its ratio to 20's. */
function pair(
  name: string,
  of: (figures: Figures) => number,
  { bound, most, unit = 's' }: { bound: number; most?: number; unit?: string },
  [few, many]: readonly [Figures, Figures]
): Result[] {
  const measured = { 'with 20': [of(few)], 'with 2,000': [of(many)] };
  return [
    { name, value: of(many), bound, strict: true, measured, unit },
    ...(most === undefined
      ? []
      : [
          {
            name: `${name}: 2,000 to 20`,
            value: of(many) / of(few),
            bound: most,
            measured
          }
        ])
  ];
}

/** The benchmark, with the API server that `open` gives the pods to. */
export function scale(open: Open): Benchmark {
  return async () => {
    const both = [await measure(FEW, open), await measure(MANY, open)] as const;
    return [
      ...pair('scrape', f => median(f.scrapes), { bound: 0.1, most: 5 }, both),
      ...pair(
        'restart to serving',
        f => f.restart,
        { bound: 5, most: 3 },
        both
      ),
      ...pair(
        'listing, p99',
        f => p99(f.listings),
        { bound: 0.1, most: 3 },
        both
      ),
      ...pair('memory', f => f.memory, { bound: 300, unit: 'MB' }, both),
      ...pair('idle CPU', f => f.idle, { bound: 0.02, unit: 'cores' }, both),
      ...pair('lists at start', f => f.lists, { bound: 10, unit: '' }, both)
    ];
  };
}
