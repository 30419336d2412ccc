import { placeOfLines, placesOf, rangesOf } from './log-ranges.ts';

it('a text stands at each of its places, whatever its letters', () => {
  expect(placesOf('a+b A+B ab', 'a+b')).toEqual([
    { start: 0, end: 3 },
    { start: 4, end: 7 }
  ]);
  expect(placesOf('anything', '')).toEqual([]);
});

it('of too many places the first are told', () => {
  expect(placesOf('x'.repeat(5000), 'x')).toHaveLength(1000);
});

it('lines are found where they stand last', () => {
  const text = 'one\ntwo\nthree\none\n\ntwo\nfour\n';
  const { start, end } = placeOfLines(text, ['one', 'two']) ?? {};
  expect(text.slice(start, end)).toBe('one\n\ntwo');
  expect(placeOfLines(text, ['two', 'one'])).toBeUndefined();
});

it('a range goes from one text node to another', () => {
  const pre = document.createElement('pre');
  pre.append('first ', document.createElement('b'), 'third');
  pre.querySelector('b')!.append('second ');
  const places = placesOf(pre.textContent, 't second th');
  expect(rangesOf(pre, places).map(String)).toEqual(['t second th']);
});
