/** Pages, API, events and probes below another path than the usual one. */
import { SiteBench, TOKEN } from '../testing/site-bench.ts';

const BASE = '/hub/services/projects/';
let bench: SiteBench;

beforeAll(async () => {
  bench = await SiteBench.open([], {
    environment: { PROJECTS_BASE_PATH: BASE }
  });
});
afterAll(() => bench.close());

const get = (path: string, init: RequestInit = {}) =>
  fetch(bench.origin + path, { redirect: 'manual', ...init });

test('the site’s root leads there, and the usual path is nothing', async () => {
  expect((await get('/')).headers.get('location')).toBe(BASE);
  expect((await get(BASE.slice(0, -1))).headers.get('location')).toBe(BASE);
  expect((await get('/services/projects/')).status).toBe(404);
});

test('the home page and its files are there, and know it', async () => {
  const html = await (await get(BASE)).text();
  expect(html).toContain(`src="${BASE}home.js"`);
  expect(html).toMatch(new RegExp(`projectsCompanionUrl[^,]*${BASE}`));
  expect((await get(`${BASE}home.js`)).status).toBe(200);
});

test('the API, its document and the probes are there', async () => {
  const { project } = await bench.create({ source: 'ada/ocean' });
  expect((await bench.project(project.id)).title).toBe('ocean');
  expect(await (await bench.api('openapi.json')).json()).toMatchObject({
    servers: [{ url: BASE }]
  });
  expect((await get(`${BASE}readyz`)).status).toBe(200);
  const metrics = await (await get(`${BASE}metrics`)).text();
  expect(metrics).toMatch(/route="api-projects"/);
});

test('a page of a server that does not run links there', async () => {
  const headers = { authorization: `Bearer ${TOKEN}`, accept: 'text/html' };
  const page = await get('/user/ada/iris/lab', { headers });
  expect(page.status).toBe(503);
  expect(await page.text()).toContain(`href="${BASE}open/iris"`);
});
