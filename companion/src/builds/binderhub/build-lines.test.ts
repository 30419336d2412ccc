import { BuildLines } from './build-lines.ts';

function linesOf(...messages: string[]) {
  const written: string[] = [];
  const lines = new BuildLines(text => written.push(text));
  for (const message of messages) {
    lines.add(message);
  }
  return { lines, text: written.join('') };
}

test('a message is a line, with its end or without', () => {
  expect(linesOf('a\n', 'b', 'c\nd\n').text).toBe('a\nb\nc\nd\n');
});

test('the layers that are pushed are said once', () => {
  const { text } = linesOf(
    '#9 pushing layer aa 1kB / 2kB 0.1s\n',
    '#9 pushing layer bb\n',
    '#9 pushing layer aa 2kB / 2kB 0.2s done\n',
    '#9 DONE 0.2s\n'
  );

  expect(text).toBe('#9 pushing layers\n#9 DONE 0.2s\n');
});

test('a line is cut at four thousand letters', () => {
  const { text } = linesOf('x'.repeat(10_000));

  expect(text).toHaveLength(4097);
  expect(text.endsWith('…\n')).toBe(true);
});

test('a password in an address is not written', () => {
  const { text } = linesOf('Cloning https://ada:secret@git.test/a\n');

  expect(text).toBe('Cloning https://***@git.test/a\n');
});

test('the last line that says what was wrong is kept', () => {
  const { lines } = linesOf(
    'ERROR: a\n',
    'ERROR: failed to build: b\n',
    "Error during build: Command '['docker']' returned 1\n"
  );

  expect(lines.error).toBe('failed to build: b');
  expect(lines.tail).toEqual(['ERROR: a', 'ERROR: failed to build: b']);
});
