/** A new project, from the home page. */
import { act, fireEvent, screen } from '@testing-library/react';
import { aBuildOf, projectOf } from '../testing/panel-model.ts';
import {
  ocean,
  openHome as open,
  penguins,
  row,
  settle
} from '../testing/render-home.tsx';

const field = (): HTMLInputElement =>
  screen.getByLabelText('Repository or link');

it.each([
  ['the first start', []],
  ['a list', [penguins, ocean]]
])(
  'on %s the field has the focus, and one paste and one Enter make a project',
  async (_, projects) => {
    const { model } = open({ projects });
    const project = projectOf('repo', { state: 'building' });
    model.answerCreate = () =>
      Promise.resolve({ project, build: aBuildOf('repo', 'waiting') });
    expect(document.activeElement).toBe(field());
    expect(screen.getAllByRole('textbox')).toHaveLength(1);
    fireEvent.change(field(), { target: { value: 'owner/repo' } });
    fireEvent.submit(field().form!);
    await settle();
    expect(model.asked.filter(([call]) => call === 'create')).toEqual([
      ['create', { source: 'owner/repo' }]
    ]);
    expect(field().value).toBe('');
  }
);

it('what is pasted is looked at, and nothing is made before Enter', async () => {
  jest.useFakeTimers();
  const { model } = open({ projects: [penguins] });
  fireEvent.change(field(), { target: { value: 'owner/repo' } });
  await act(() => jest.advanceTimersByTimeAsync(300));
  jest.useRealTimers();
  expect(model.asked).toEqual([['resolve', { source: 'owner/repo' }]]);
});

it('Enter in the empty field opens the project that is selected', () => {
  const { model, navigate } = open({ projects: [ocean, penguins] });
  fireEvent.submit(field().form!);
  expect(navigate).not.toHaveBeenCalled();
  fireEvent.keyDown(field(), { key: 'Enter' });
  expect(model.asked).toEqual([]);
  expect(navigate).toHaveBeenCalledWith('/user/ada/penguins/lab');
});

it('“New project” leads to the field', () => {
  open({ projects: [penguins] });
  row('Penguins').focus();
  fireEvent.click(screen.getByRole('button', { name: 'New project' }));
  expect(document.activeElement).toBe(field());
});
