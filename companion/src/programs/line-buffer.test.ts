import fc from 'fast-check';
import { LineBuffer, redact } from './line-buffer.ts';

function linesOf(chunks: readonly string[]): string[] {
  const lines: string[] = [];
  const buffer = new LineBuffer(line => lines.push(line));
  for (const chunk of chunks) {
    buffer.write(chunk);
  }
  buffer.end();
  return lines;
}

test.each([
  ['https://ada:s3cret@host/x', 'https://***@host/x'],
  ['git+https://s3cret@host/x', 'git+https://***@host/x'],
  [
    'see https://host/x?private_token=s3cret&a=1',
    'see https://host/x?private_token=***&a=1'
  ],
  ['Authorization: Bearer s3cret', 'Authorization: ***'],
  ['authorization: s3cret', 'authorization: ***'],
  ['my_token=s3cret', 'my_token=***'],
  ['mail ada@host.test', 'mail ada@host.test'],
  ['https://host/a@b', 'https://host/a@b']
])('%s is logged as %s', (text, logged) => {
  expect(redact(text)).toBe(logged);
});

test('only the last state of a progress bar is kept', () => {
  expect(
    linesOf(['Receiving: 1%\rReceiving: 50%\r', 'Receiving: 100%\nend'])
  ).toEqual(['Receiving: 100%', 'end']);
});

test('however the text comes in pieces, no password comes through', () => {
  const text = 'fetching https://ada:s3cret@host/x\r\nnext\n';
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), cuts => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      const chunks = at.slice(1).map((end, i) => text.slice(at[i], end));
      expect(linesOf(chunks)).toEqual(['fetching https://***@host/x', 'next']);
    })
  );
});

test.each(['a', 'a-', 'a.', 'deadbeef', '://', 'token', 'a://'])(
  'a long line of %j holds nobody up',
  text => {
    // Takes time in proportion to the length; were it squared, it took minutes.
    const line = text.repeat(1_000_000);
    expect(redact(line)).toBe(line);
  },
  20_000
);
