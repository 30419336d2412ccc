import { SiteBench } from '../testing/site-bench.ts';

let after: () => Promise<void>;
afterEach(() => after());

test('scripts read the same as an event stream', async () => {
  const bench = await SiteBench.open([], { beatMs: 5 });
  after = () => bench.close();
  const answer = await bench.api('events', {
    headers: { 'last-event-id': 'before-1' }
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  let creating: Promise<unknown> | undefined;
  for await (const bytes of answer.body ?? []) {
    text += Buffer.from(bytes as Uint8Array).toString();
    if (text.includes(': beat')) {
      creating ??= bench.create({ source: 'ada/ocean' });
    }
    if (text.includes('"phase":"built"')) {
      break;
    }
  }
  await creating;

  expect(text).toMatch(/event: reset\nid: \d+-\d+\n/);
  expect(text).toMatch(/event: build\nid: \d+-\d+\ndata: \{/);
});
