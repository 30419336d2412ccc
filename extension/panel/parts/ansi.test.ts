import { AnsiReader } from './ansi.ts';

/** Reads the pieces as `colour:text`, with `b` before a bold one. */
const read = (...chunks: string[]): string[] => {
  const reader = new AnsiReader();
  return chunks
    .flatMap(chunk => reader.read(chunk))
    .map(
      ({ text, colour, bold }) =>
        `${bold ? 'b' : ''}${String(colour ?? '')}:${text}`
    );
};

it('colours go on until they are reset', () => {
  expect(read('a\u001b[31mred\u001b[1mbold\u001b[0mplain')).toEqual([
    ':a',
    '1:red',
    'b1:bold',
    ':plain'
  ]);
});

it('bright colours are colours, and those of 256 are none', () => {
  expect(read('\u001b[96mcyan\u001b[39;38;5;31mx\u001b[22my')).toEqual([
    '6:cyan',
    ':x',
    ':y'
  ]);
});

it('a sequence may end in the next chunk', () => {
  expect(read('a\u001b', '[3', '1mred')).toEqual([':a', '1:red']);
});

it('a line may end in the next chunk', () => {
  expect(read('one\r', '\ntwo\rthree').join('')).toBe(':one:\ntwo\nthree');
});

it('titles of windows and moves of the cursor are left out', () => {
  expect(read('\u001b]0;title\u0007a\u001b[2K\u001b[1Gb')).toEqual([
    ':a',
    ':b'
  ]);
});

it('what only looks like a sequence holds nothing back for ever', () => {
  const long = `\u001b]${'x'.repeat(2000)}`;
  expect(read(long, 'more').at(-1)).toBe(':more');
});
