import { BASE } from '../contract/contract.ts';
import { SiteBench } from '../testing/site-bench.ts';
import { routeClass } from './traffic.ts';

let bench: SiteBench;

beforeEach(async () => {
  bench = await SiteBench.open(['--keep-warm', '0']);
});
afterEach(() => bench.close());

const metrics = async () =>
  (await fetch(`${bench.home}metrics`)).text().then(text => text.split('\n'));

async function switchTo(project: string): Promise<void> {
  const ended = new Promise(resolve => {
    bench.services.events.observe((_, { event, data }) => {
      if (event === 'switch' && data.endedAt !== undefined) {
        resolve(undefined);
      }
    });
  });
  await bench.post('switches', { project });
  await ended;
}

it('counts builds, switches by outcome and strategy, servers and phases', async () => {
  const { id } = await bench.built('ada/penguins');
  await switchTo(id);
  bench.driver.starting = () => Promise.reject(new Error('no'));
  await switchTo((await bench.built('ada/iris')).id);

  const lines = await metrics();
  expect(lines).toEqual(
    expect.arrayContaining([
      'projects_build_seconds_count{outcome="built"} 2',
      'projects_switches_total{outcome="done",strategy="overlap"} 1',
      'projects_switches_total{outcome="failed",strategy="overlap"} 1',
      'projects_switch_phase_seconds_count{phase="starting",strategy="overlap"} 2',
      'projects_servers_running 1'
    ])
  );
  expect(lines.join('\n')).toMatch(
    /projects_volume_operation_seconds_count\{operation="list",outcome="ok"\} \d/
  );
});

it('says nothing of who and what', async () => {
  const { id, slug } = await bench.built('ada/penguins');
  await switchTo(id);
  await bench.api(`projects/${id}?token=hush-hush`);
  await fetch(`${bench.home}open/penguins?token=hush-hush`);

  const text = (await metrics()).join('\n');
  for (const secret of ['ada', slug, id, 'hush']) {
    expect(text).not.toMatch(new RegExp(`"[^"]*${secret}[^"]*"`));
  }
});

it('counts no websocket that was refused', async () => {
  const url = `${bench.home}api/v1/events`.replace('http', 'ws');
  const socket = new WebSocket(url);
  await new Promise(resolve => {
    socket.addEventListener('error', resolve);
  });

  // It is refused, as it names no origin.
  expect(await metrics()).toContain(
    'projects_websockets_open{route="events"} 0'
  );
});

it.each([
  ['/user/ada/iris/api/kernels?token=x', 'server'],
  ['/services/projects/api/v1/projects/1', 'api-projects'],
  ['/services/projects/api/v1/projects?token=x', 'api-projects'],
  ['/services/projects/api/v1/<script>', 'api-other'],
  ['/services/projects/readyz', 'operations'],
  ['/services/projects/home.js', 'asset'],
  ['/services/projects/open/iris', 'page'],
  ['/services/projects/', 'page'],
  ['/anything', 'other']
])('%s is of the class %s', (url, route) => {
  expect(routeClass(url, BASE)).toBe(route);
});
