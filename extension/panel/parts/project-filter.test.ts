import { projectOf } from '../../testing/panel-model.ts';
import { ranked } from './project-filter.ts';

const all = ['Old penguins', 'Penguins of 2026', 'Penguins', 'Ocean'].map(
  title => projectOf(title)
);
const titles = (text: string): string[] =>
  ranked(all, text).map(({ title }) => title);

it('what is exactly what was typed comes first, then what begins with it', () => {
  expect(titles('penguins ')).toEqual([
    'Penguins',
    'Penguins of 2026',
    'Old penguins',
    'Ocean'
  ]);
});

it('where nothing was typed the order stays', () => {
  expect(titles('')).toEqual(all.map(({ title }) => title));
});
