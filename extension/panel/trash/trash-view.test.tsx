import { act, fireEvent, screen, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import type { Trashed } from 'jupyterlab-projects-companion/contract';
import { aTrashed } from '../../testing/fake-volume.ts';
import { projectOf, refused } from '../../testing/panel-model.ts';
import { three } from '../../testing/panel-projects.ts';
import { renderPanel } from '../../testing/render-panel.tsx';

expect.extend(toHaveNoViolations);

const course = aTrashed('Old course');
const survey = aTrashed('Survey 2025', { bytes: null, purgeAt: undefined });
const settle = (): Promise<void> => act(() => Promise.resolve());
const button = (name: string): HTMLElement =>
  screen.getByRole('button', { name });

/** Renders the panel with the trash on screen. */
async function open(
  trash: readonly Trashed[] | null,
  shell: 'lab' | 'home' = 'lab'
) {
  const panel = renderPanel(
    { projects: three },
    {
      shell,
      prepare: (route, model) => {
        model.volume.trash = trash;
        route.show({ view: 'trash' });
      }
    }
  );
  await settle();
  const change = (entries: readonly Trashed[]): void => {
    act(() => {
      panel.model.volume.trash = entries;
      panel.model.set({});
    });
  };
  return { ...panel, change };
}

describe('the trash', () => {
  it('says of each entry how big it is and how long it stays', async () => {
    const { model, container } = await open([course, survey]);
    expect(model.volume.loadTrash).toHaveBeenCalled();
    const items = within(
      screen.getByRole('list', { name: 'Trash' })
    ).getAllByRole('listitem');
    expect(items[0]?.textContent).toMatch(/^Old course2\.8 GB · 27 days left/);
    expect(items[1]?.textContent).toMatch(/^Survey 2025Restore/);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('is left with Escape', async () => {
    const { route } = await open([course]);
    expect(screen.getByRole('heading', { name: 'Trash' })).toBe(
      document.activeElement
    );
    fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
    expect(route.place.view).toBe('list');
  });

  it('that is empty has nothing to empty', async () => {
    const { container } = await open([]);
    screen.getByText(/^The trash is empty/);
    expect(screen.queryByRole('button', { name: /^Empty/ })).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('that cannot be read says why and is asked for again', async () => {
    const { model, route } = renderPanel({ projects: three });
    model.volume.loadTrash.mockRejectedValueOnce(refused('rate-limited'));
    act(() => {
      route.show({ view: 'trash' });
    });
    await settle();
    screen.getByText('This was too often. Try again soon.');
    fireEvent.click(button('Try again'));
    await settle();
    expect(model.volume.loadTrash).toHaveBeenCalledTimes(2);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('changes nothing while the companion is away', async () => {
    const { model } = await open([course]);
    act(() => {
      model.set({ connection: { state: 'offline', retryAt: 0 } });
    });
    fireEvent.click(button('Restore Old course'));
    expect(model.volume.restore).not.toHaveBeenCalled();
    expect(button('Restore Old course').title).toBe('Projects is offline.');
  });
});

describe('Restore', () => {
  it('tells under which name it is back, and the focus goes on', async () => {
    const { model, actions, change } = await open([course, survey]);
    model.volume.restore.mockResolvedValue(
      projectOf('Old course', { name: 'old-course-2' })
    );
    act(() => {
      button('Restore Old course').focus();
    });
    fireEvent.click(button('Restore Old course'));
    await settle();
    expect(model.volume.restore).toHaveBeenCalledWith('old-course');
    expect(actions.tell).toHaveBeenCalledWith({
      text: 'Restored as old-course-2.'
    });
    change([survey]);
    expect(document.activeElement).toBe(button('Restore Survey 2025'));
    change([]);
    expect(document.activeElement).toBe(
      screen.getByRole('heading', { name: 'Trash' })
    );
  });

  it('that fails says why', async () => {
    const { model, actions } = await open([course]);
    const error = refused('disk-full');
    model.volume.restore.mockRejectedValue(error);
    fireEvent.click(button('Restore Old course'));
    await settle();
    expect(actions.fail).toHaveBeenCalledWith(error);
  });
});

describe('where undo ends', () => {
  it('one entry is asked about, and Cancel is the safe choice', async () => {
    const { model, route, container } = await open([course]);
    fireEvent.click(button('Delete for good: Old course'));
    const dialog = screen.getByRole('alertdialog', {
      name: 'Delete Old course for good?'
    });
    within(dialog).getByText('2.8 GB. This cannot be undone.');
    expect(document.activeElement).toBe(button('Cancel'));
    expect(await axe(container)).toHaveNoViolations();
    fireEvent.keyDown(button('Cancel'), { key: 'Escape' });
    fireEvent(dialog, new Event('cancel', { cancelable: true }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(route.place.view).toBe('trash');
    expect(model.volume.purge).not.toHaveBeenCalled();
    fireEvent.click(button('Delete for good: Old course'));
    fireEvent.click(button('Delete for good'));
    await settle();
    expect(model.volume.purge).toHaveBeenCalledWith('old-course');
  });

  it('and so is all of it', async () => {
    const { model } = await open([course, survey], 'home');
    fireEvent.click(button('Empty the trash…'));
    screen.getByRole('alertdialog', { name: 'Delete 2 projects for good?' });
    fireEvent.click(button('Empty the trash'));
    await settle();
    expect(model.volume.emptyTrash).toHaveBeenCalled();
  });
});
