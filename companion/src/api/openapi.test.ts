import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { API, ROUTES } from '../contract/contract.ts';
import { openApi } from './openapi.ts';
import { SiteBench, TOKEN } from '../testing/site-bench.ts';

interface Document {
  paths: Record<string, Record<string, unknown>>;
}

test('docs/openapi.json is what the contract says', async () => {
  const path = join(__dirname, '..', '..', '..', 'docs', 'openapi.json');
  const written: unknown = JSON.parse(await readFile(path, 'utf8'));

  // If not: `node scripts/openapi.ts` writes it anew.
  expect(written).toEqual(JSON.parse(JSON.stringify(openApi())));
});

test('every call of the document is one of the service', async () => {
  const bench = await SiteBench.open();
  const { paths } = openApi() as Document;
  const missing: string[] = [];
  for (const [path, calls] of Object.entries(paths)) {
    for (const method of Object.keys(calls)) {
      const answer = await fetch(
        bench.home.slice(0, -1) + path.replaceAll('{id}', 'none'),
        {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${TOKEN}` }
        }
      );
      const text = answer.ok ? '' : await answer.text();
      if (/no such call|nothing at this address/.test(text)) {
        missing.push(`${method} ${path}`);
      }
      await answer.body?.cancel().catch(() => undefined);
    }
  }
  await bench.close();

  expect(missing).toEqual([]);
});

test('no call of the table is answered to nobody', async () => {
  const bench = await SiteBench.open();
  const statuses = await Promise.all(
    Object.keys(ROUTES).map(async route => {
      const [method = '', path = ''] = route.split(' ');
      const url = `${bench.home}${API}/${path.replace('{id}', 'none')}`;
      const answer = await fetch(url, { method });
      await answer.body?.cancel();
      return [route, answer.status];
    })
  );
  await bench.close();

  expect(statuses.filter(([, status]) => status !== 401)).toEqual([]);
});
