import { act, fireEvent, screen, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { aMe } from '../testing/fake-model.ts';
import { aTrashed } from '../testing/fake-volume.ts';
import type { PanelModel } from '../testing/panel-model.ts';
import { refused } from '../testing/panel-model.ts';
import {
  ocean,
  openHome as open,
  penguins,
  row,
  settle
} from '../testing/render-home.tsx';

expect.extend(toHaveNoViolations);

const menuOf = async (name: string): Promise<HTMLElement> => {
  fireEvent.contextMenu(row(name), { clientX: 5, clientY: 6 });
  await settle();
  return screen.getByRole('menu', { name: `More actions for ${name}` });
};

it.each<[string, Parameters<typeof open>[0]]>([
  ['the first start', { projects: [] }],
  ['a list', { projects: [penguins, ocean] }]
])('%s is accessible', async (_, set) => {
  const { container } = open(set);
  expect(await axe(container)).toHaveNoViolations();
});

it('signs out, and says so where that did not do', async () => {
  const signOut = jest.fn().mockRejectedValue(refused('unavailable'));
  open({ projects: [penguins] }, undefined, signOut);
  fireEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  await settle();
  expect(signOut).toHaveBeenCalledTimes(1);
  expect(screen.getByRole('alert').textContent).not.toBe('');
});

it('offers no way out where no session let the user in', () => {
  open({ projects: [penguins] });
  expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull();
});

it('opens the server of the active project without a switch', () => {
  const { model, navigate } = open({ projects: [penguins, ocean] });
  fireEvent.doubleClick(row('Penguins'));
  expect(navigate).toHaveBeenCalledWith('/user/ada/penguins/lab');
  expect(model.asked).toEqual([]);
});

it('says why what was asked for did not work', async () => {
  const { model } = open({ projects: [penguins, ocean] });
  model.switchTo = () => Promise.reject(refused('project-busy'));
  fireEvent.doubleClick(row('Ocean heat'));
  await settle();
  expect(screen.getByRole('alert').textContent).toMatch(
    /^Something else is being done with this project/
  );
  fireEvent.click(screen.getByText('Dismiss'));
  expect(screen.queryByRole('alert')).toBeNull();
});

describe('the menu of a project', () => {
  it('is walked with the arrow keys and gives the focus back', async () => {
    open({ projects: [penguins, ocean] });
    act(() => {
      row('Ocean heat').focus();
    });
    const menu = await menuOf('Ocean heat');
    expect(document.activeElement?.textContent).toBe('Switch');
    fireEvent.keyDown(menu, { key: 'ArrowUp' });
    expect(document.activeElement?.textContent).toBe('Move to trash');
    fireEvent.keyDown(menu, { key: 'Escape' });
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(row('Ocean heat'));
  });

  it('does what is chosen', async () => {
    const { model } = open({ projects: [penguins, ocean] });
    const menu = await menuOf('Ocean heat');
    fireEvent.click(within(menu).getByText('Stop server'));
    await settle();
    expect(model.asked).toEqual([['stop', 'ocean-heat']]);
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('offers the rescue Lab where something is wrong', async () => {
    const { model } = open({
      projects: [penguins, { ...ocean, warning: 'folder-missing' }],
      me: aMe('rescue')
    });
    const menu = await menuOf('Ocean heat');
    fireEvent.click(within(menu).getByText('Open rescue Lab'));
    await settle();
    expect(model.asked).toEqual([['switchTo', 'rescue', undefined]]);
    const other = await menuOf('Penguins');
    expect(within(other).queryByText('Open rescue Lab')).toBeNull();
  });

  it('says why something is not possible, and does not do it', async () => {
    const stopped = { ...ocean, state: 'stopped' as const };
    const { model } = open({ projects: [penguins, stopped] });
    const menu = await menuOf('Ocean heat');
    const stop = within(menu).getByText('Stop server');
    expect(stop.title).toBe('It does not run.');
    fireEvent.click(stop);
    expect(model.asked).toEqual([]);
  });

  it('stops the server of the project that is active', async () => {
    const { model } = open({ projects: [penguins, ocean] });
    const menu = await menuOf('Penguins');
    fireEvent.click(within(menu).getByText('Stop server'));
    expect(model.asked).toEqual([['stop', 'penguins']]);
  });

  it('is accessible', async () => {
    const { container } = open({ projects: [penguins, ocean] });
    await menuOf('Ocean heat');
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe('a project that is moved to the trash', () => {
  const remove = async (model: PanelModel): Promise<void> => {
    model.answerRemove = aTrashed('Ocean heat', { id: 't1' });
    const menu = await menuOf('Ocean heat');
    fireEvent.click(within(menu).getByText('Move to trash'));
    await settle();
  };

  it('can be had back for a while', async () => {
    const { model, container } = open({ projects: [penguins, ocean] });
    await remove(model);
    screen.getByText('Ocean heat is in the trash.');
    expect(await axe(container)).toHaveNoViolations();
    fireEvent.click(screen.getByText('Undo'));
    await settle();
    expect(model.volume.restore).toHaveBeenCalledWith('t1');
    expect(screen.queryByText('Ocean heat is in the trash.')).toBeNull();
  });

  it('is told of no longer than that', async () => {
    const { model } = open({ projects: [penguins, ocean] });
    jest.useFakeTimers();
    await remove(model);
    act(() => {
      jest.advanceTimersByTime(14_000);
    });
    screen.getByText('Undo');
    act(() => {
      jest.advanceTimersByTime(1000);
    });
    expect(screen.queryByText('Undo')).toBeNull();
    jest.useRealTimers();
  });
});

it('the menu of the panel leads to the trash and to the rescue Lab', async () => {
  const { model } = open({ projects: [penguins], me: aMe('rescue') });
  const name = 'More actions for projects';
  const menu = async (): Promise<HTMLElement> => {
    fireEvent.click(screen.getByRole('button', { name }));
    await settle();
    return screen.getByRole('menu', { name });
  };
  fireEvent.click(within(await menu()).getByText('Open rescue Lab'));
  await settle();
  expect(model.asked).toEqual([['switchTo', 'rescue', undefined]]);
  fireEvent.click(within(await menu()).getByText('Trash'));
  await settle();
  screen.getByRole('region', { name: 'Trash' });
});

describe('a link to a project', () => {
  beforeEach(() => {
    history.replaceState(null, '', '/services/projects/open/ocean-heat');
  });

  it('switches to it once, when the projects are known', async () => {
    const { model } = open({ projects: null }, 'ocean-heat');
    expect(model.asked).toEqual([]);
    act(() => {
      model.set({ projects: [penguins, ocean] });
    });
    act(() => {
      model.set({ projects: [penguins, { ...ocean }] });
    });
    await settle();
    expect(model.asked).toEqual([['switchTo', 'ocean-heat', undefined]]);
    // Pages of Lab do not see that this page asked, so one of them moves.
    expect(localStorage).toHaveLength(0);
    expect(location.pathname).toBe('/services/projects/');
  });

  it('goes to its server when it is the active one', () => {
    const { navigate, model } = open({ projects: [penguins] }, 'penguins');
    expect(navigate).toHaveBeenCalledWith('/user/ada/penguins/lab');
    expect(model.asked).toEqual([]);
  });
});
