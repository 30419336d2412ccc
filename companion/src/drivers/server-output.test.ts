import { lastLines, printed } from './server-output.ts';

test('of a long output the end is kept, in whole lines', () => {
  const lines = Array.from({ length: 100_000 }, (_, n) => `line ${String(n)}`);
  const kept = printed(lines.join('\n'), 'secret').split('\n');

  expect(kept.length).toBeLessThan(50_000);
  expect(kept).toEqual(lines.slice(-kept.length));
});

test('a line without an end is cut', () => {
  expect(lastLines('x'.repeat(100_000))).toEqual(['x'.repeat(500)]);
});
