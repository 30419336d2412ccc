import { act, fireEvent, screen, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { refused } from '../../testing/panel-model.ts';
import { penguins, three } from '../../testing/panel-projects.ts';
import { renderPanel } from '../../testing/render-panel.tsx';

expect.extend(toHaveNoViolations);

const outside = { files: 3, names: ['.bashrc', 'thesis.ipynb'] };
const settle = (): Promise<void> => act(() => Promise.resolve());
const press = (name: string): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};

function open(given = outside, projects = three) {
  return renderPanel(
    { projects },
    {
      prepare: (_, model) => {
        model.volume.outside = given;
      }
    }
  );
}

describe('files outside projects', () => {
  it('are told of above the list, until they are not wanted to be', async () => {
    const { container } = open();
    screen.getByText('3 files are outside projects.');
    expect(await axe(container)).toHaveNoViolations();
    press('Not now');
    expect(screen.queryByText(/outside projects/)).toBeNull();
  });

  it('are not told of where there are none', () => {
    open({ files: 0, names: [] });
    expect(screen.queryByText(/outside projects/)).toBeNull();
  });

  it('are shown before anything moves', async () => {
    const { model, container } = open();
    press('Move into a new project…');
    const list = screen.getByRole('list', { name: 'Files outside projects' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent)
    ).toEqual(['.bashrc', 'thesis.ipynb', 'and 1 more']);
    expect(await axe(container)).toHaveNoViolations();
    expect(model.volume.moveOutside).not.toHaveBeenCalled();
  });

  it('move into a project with the software of another, and back', async () => {
    const { model, actions, route } = open();
    press('Move into a new project…');
    const name = screen.getByLabelText<HTMLInputElement>('Name');
    expect(document.activeElement).toBe(name);
    expect(name.value).toBe('my-files');
    fireEvent.change(name, { target: { value: 'old-home' } });
    expect(screen.getByLabelText<HTMLSelectElement>('Software').value).toBe(
      penguins.id
    );
    press('Move');
    await settle();
    expect(model.volume.moveOutside).toHaveBeenCalledWith(
      'old-home',
      penguins.id
    );
    expect(route.place.view).toBe('list');
    expect(route.selected).toBe('old-home');
    const [notice] = actions.tell.mock.calls[0]!;
    expect(notice.text).toBe('3 files are in old-home now.');
    await notice.undo?.();
    expect(model.volume.moveBack).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'm1' })
    );
  });

  it('move into a mere folder where there is no software', async () => {
    const { model } = open(outside, []);
    press('Move into a new project…');
    press('Move');
    await settle();
    expect(model.volume.moveOutside).toHaveBeenCalledWith('my-files', null);
  });

  it('that do not move stay in the form, which says why', async () => {
    const { model, route, container } = open();
    press('Move into a new project…');
    model.volume.moveOutside.mockRejectedValue(
      refused('invalid-request', { field: 'name' })
    );
    press('Move');
    await settle();
    expect(screen.getByRole('alert').textContent).toMatch(/^A folder’s name/);
    expect(route.place.view).toBe('outside');
    expect(await axe(container)).toHaveNoViolations();
  });
});
