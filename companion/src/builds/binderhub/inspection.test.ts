import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BinderHubBench, SOURCE } from '../../testing/binderhub-bench.ts';
import { startGitServer } from '../../testing/git-server.ts';
import type { GitServer } from '../../testing/git-server.ts';

let bench: BinderHubBench;
let server: GitServer;

beforeAll(async () => {
  bench = await BinderHubBench.open();
  server = await startGitServer();
  bench.allow.push(`${server.url}/`);
});

afterAll(async () => {
  await server.close();
  await bench.close();
});

test('a commit is looked at once, and the look leaves nothing', async () => {
  const commit = await server.create('ocean', {
    'binder/Dockerfile': 'FROM scratch\n',
    'binder/apt.txt': 'git\n',
    'environment.yml': 'x'
  });
  const source = { ...SOURCE, url: `${server.url}/ocean`, commit };
  const builder = bench.builder();
  const { signal } = new AbortController();

  const looked = await builder.inspect(source, signal);
  const asked = server.requests.length;

  expect(looked).toMatchObject({
    files: ['binder/Dockerfile'],
    notHonoured: [{ file: 'binder/apt.txt' }],
    cached: false
  });
  expect(await builder.inspect(source, signal)).toEqual(looked);
  expect(server.requests).toHaveLength(asked);
  expect(await readdir(join(bench.folder, 'scratch'))).toEqual([]);
});
