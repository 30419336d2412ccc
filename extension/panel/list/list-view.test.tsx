import { act, fireEvent, screen, within } from '@testing-library/react';
import { projectOf } from '../../testing/panel-model.ts';
import {
  broken,
  islp,
  ocean,
  penguins,
  three
} from '../../testing/panel-projects.ts';
import { renderPanel } from '../../testing/render-panel.tsx';

const row = (name: string): HTMLElement =>
  screen.getByRole('row', { name: new RegExp(`^${name}\\.`) });
const press = (key: string, more = {}): void => {
  fireEvent.keyDown(document.activeElement!, { key, ...more });
};

describe('the list', () => {
  it('has the active project first, then the last used', () => {
    renderPanel({ projects: three });
    const names = screen
      .getAllByRole('rowheader')
      .map(({ textContent }) => textContent);
    expect(names[0]).toMatch(/^Penguins/);
    expect(names[1]).toMatch(/^Ocean heat/);
    expect(row('Penguins').getAttribute('aria-current')).toBe('true');
  });

  it('says all of a row in its name', () => {
    renderPanel({ projects: [penguins] });
    const name = row('Penguins').getAttribute('aria-label');
    expect(name).toBe('Penguins. Active. Source owner/penguins. 1.2 GB.');
  });

  it('selects on a click and switches on a double click only', () => {
    const { actions, route } = renderPanel({ projects: three });
    fireEvent.click(row('Ocean heat'));
    expect(route.selected).toBe('ocean-heat');
    expect(actions.switchTo).not.toHaveBeenCalled();
    screen.getByRole('region', { name: 'Details of Ocean heat' });
    fireEvent.doubleClick(row('Ocean heat'));
    expect(actions.switchTo).toHaveBeenCalledWith(ocean);
  });

  it('is one tab stop, walked with the arrow keys', () => {
    const { actions, route, container } = renderPanel({ projects: three });
    const stops = container.querySelectorAll('[role=grid] [tabindex="0"]');
    expect(stops).toHaveLength(1);
    act(() => {
      row('Penguins').focus();
    });
    press('ArrowDown');
    expect(document.activeElement).toBe(row('Ocean heat'));
    expect(route.selected).toBe('ocean-heat');
    press('End');
    expect(document.activeElement).toBe(row('ISLP labs'));
    press('Home');
    press('ArrowDown');
    press('Enter');
    expect(actions.switchTo).toHaveBeenCalledWith(ocean);
  });

  it('is walked along a row and left with Escape', () => {
    renderPanel({ projects: three });
    act(() => {
      row('Ocean heat').focus();
    });
    press('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'Switch to Ocean heat'
    );
    press('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'More actions for Ocean heat'
    );
    press('Escape');
    expect(document.activeElement).toBe(row('Ocean heat'));
  });

  it('opens the menu of a row by key and by pointer', async () => {
    const { actions } = renderPanel({ projects: three });
    act(() => {
      row('Ocean heat').focus();
    });
    await act(async () => {
      press('F10', { shiftKey: true });
      await Promise.resolve();
    });
    await act(async () => {
      fireEvent.contextMenu(row('ISLP labs'), { clientX: 7, clientY: 8 });
      await Promise.resolve();
    });
    expect(actions.menu.mock.calls[0]?.[0]).toBe(ocean);
    expect(actions.menu.mock.calls[1]).toEqual([islp, { x: 7, y: 8 }]);
  });

  it('finds a row by the letters of its title', () => {
    renderPanel({ projects: three });
    act(() => {
      row('Penguins').focus();
    });
    press('i');
    expect(document.activeElement).toBe(row('ISLP labs'));
  });

  it('keeps the focus in the list when a row vanishes', () => {
    const { model } = renderPanel({ projects: three });
    act(() => {
      row('Ocean heat').focus();
    });
    act(() => {
      model.set({ projects: [penguins, islp] });
    });
    expect(document.activeElement).toBe(row('ISLP labs'));
    act(() => {
      model.set({ projects: [] });
    });
    expect(document.activeElement).toBe(
      within(screen.getByRole('toolbar')).getByRole('button', {
        name: 'New project'
      })
    );
  });

  it('moves a project to the trash with Delete, but not the one in use', () => {
    const { actions } = renderPanel({ projects: three });
    act(() => {
      row('Ocean heat').focus();
    });
    press('Delete');
    expect(actions.remove).toHaveBeenCalledWith(ocean);
    act(() => {
      row('Penguins').focus();
    });
    press('Delete');
    expect(actions.remove).toHaveBeenCalledTimes(1);
    expect(actions.tell).toHaveBeenCalledWith({
      text: 'You are working in it.'
    });
  });

  it('has a menu of its own', async () => {
    const { actions } = renderPanel({ projects: three });
    const name = 'More actions for projects';
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name }));
      await Promise.resolve();
    });
    expect(actions.panelMenu).toHaveBeenCalled();
  });

  it('moves no row while somebody points at it', () => {
    const { model, container } = renderPanel({ projects: three });
    fireEvent.pointerEnter(container.querySelector('.jp-Projects-list')!);
    const list = container.querySelector('.jp-Projects-list')!;
    list.dispatchEvent(new Event('pointerenter'));
    act(() => {
      model.set({
        projects: [
          { ...islp, lastUsed: '2026-11-22T10:00:00Z' },
          penguins,
          ocean
        ]
      });
    });
    const names = screen
      .getAllByRole('rowheader')
      .map(({ textContent }) => textContent);
    expect(names[1]).toMatch(/^Ocean heat/);
  });

  it('offers to read only while the companion is away', () => {
    const { actions } = renderPanel({
      projects: [...three, broken],
      connection: { state: 'offline', retryAt: Date.now() + 8000 }
    });
    screen.getByText('Projects is offline.');
    const button = within(row('Ocean heat')).getByText('Switch');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.title).toBe('Projects is offline.');
    fireEvent.click(button);
    fireEvent.doubleClick(row('Ocean heat'));
    expect(actions.switchTo).not.toHaveBeenCalled();
    fireEvent.click(within(row('Survey')).getByText('Show'));
    expect(actions.showLog).toHaveBeenCalledWith(broken);
  });
});

describe('the filter', () => {
  const many = Array.from({ length: 6 }, (_, n) =>
    projectOf(`Project ${String(n)}`, { source: undefined })
  );

  it('is there from six projects on', () => {
    const { model } = renderPanel({ projects: many.slice(1) });
    expect(screen.queryByRole('searchbox')).toBeNull();
    act(() => {
      model.set({ projects: many });
    });
    screen.getByRole('searchbox', { name: 'Filter projects' });
  });

  it('wants every word, marks it, and is cleared with Escape', () => {
    const { container } = renderPanel({ projects: [...many, ocean] });
    const field = screen.getByRole('searchbox');
    fireEvent.change(field, { target: { value: 'HEAT oc' } });
    expect(screen.getAllByRole('rowheader')).toHaveLength(1);
    expect(container.querySelector('mark')?.textContent).toBe('Oc');
    screen.getByText('1 of 7 projects', { selector: 'p' });
    fireEvent.change(field, { target: { value: 'heat nowhere' } });
    screen.getByText(/No project matches “heat nowhere”/);
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(screen.getAllByRole('rowheader')).toHaveLength(7);
  });

  it('takes Enter for its only match, and arrow down into the list', () => {
    const { actions } = renderPanel({ projects: [...many, ocean] });
    const field = screen.getByRole('searchbox');
    fireEvent.change(field, { target: { value: 'heat' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(actions.switchTo).toHaveBeenCalledWith(ocean);
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(row('Ocean heat'));
  });
});
