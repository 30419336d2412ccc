import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import React from 'react';
import { islp, ocean, penguins } from '../../testing/panel-projects.ts';
import { QuickPick } from './quick-pick.tsx';

expect.extend(toHaveNoViolations);

const open = () => {
  const onPick = jest.fn();
  const { container } = render(
    <QuickPick
      projects={[ocean, islp, penguins]}
      title="Switch Project"
      trans={nullTranslator.load('jupyterlab-projects')}
      onPick={onPick}
    />
  );
  return { onPick, container };
};
const field = (): HTMLElement => screen.getByRole('combobox');
const type = (value: string): void => {
  fireEvent.change(field(), { target: { value } });
};
const press = (key: string): void => {
  fireEvent.keyDown(field(), { key });
};
const marked = (): string | null | undefined =>
  document.getElementById(field().getAttribute('aria-activedescendant') ?? '')
    ?.firstElementChild?.textContent;

it('has the first marked, and the focus in the field', async () => {
  const { onPick, container } = open();
  expect(document.activeElement).toBe(field());
  expect(marked()).toBe('Ocean heat');
  expect(await axe(container)).toHaveNoViolations();
  press('Enter');
  expect(onPick).toHaveBeenCalledWith(ocean);
});

it('goes round by arrows, and begins anew with each letter', () => {
  const { onPick } = open();
  press('ArrowUp');
  expect(marked()).toBe('Penguins');
  type('i');
  expect(marked()).toBe('ISLP labs');
  press('Enter');
  expect(onPick).toHaveBeenCalledWith(islp);
});

it('picks nothing where nothing matches', () => {
  const { onPick } = open();
  type('zzz');
  press('Enter');
  press('ArrowDown');
  expect(screen.getByRole('status').textContent).toBe(
    'No project matches “zzz”.'
  );
  expect(onPick).not.toHaveBeenCalled();
});

it('is picked from by a click', () => {
  const { onPick } = open();
  fireEvent.click(screen.getByRole('option', { name: /ISLP/ }));
  expect(onPick).toHaveBeenCalledWith(islp);
});
