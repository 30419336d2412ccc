import { act, fireEvent, screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { projectOf, refused } from '../../testing/panel-model.ts';
import { ocean, three } from '../../testing/panel-projects.ts';
import type { RenderedPanel } from '../../testing/render-panel.tsx';
import { renderPanel } from '../../testing/render-panel.tsx';

expect.extend(toHaveNoViolations);

function open(
  view: 'rename' | 'duplicate',
  more: Partial<Project> = {}
): RenderedPanel {
  const others = three.filter(({ id }) => id !== ocean.id);
  return renderPanel(
    { projects: [...others, { ...ocean, ...more }] },
    {
      prepare: route => {
        route.show({ view, project: ocean.id });
      }
    }
  );
}

const field = (name: string): HTMLInputElement =>
  screen.getByLabelText<HTMLInputElement>(name);
const type = (name: string, value: string): void => {
  fireEvent.change(field(name), { target: { value } });
};
const submit = async (): Promise<void> => {
  const form = field('Name').closest('form')!;
  await act(async () => {
    fireEvent.submit(form);
    await Promise.resolve();
  });
};

describe('rename', () => {
  it('changes what was changed, and can be undone', async () => {
    const { model, route, actions, container } = open('rename');
    expect(document.activeElement).toBe(field('Name'));
    expect(await axe(container)).toHaveNoViolations();
    type('Name', 'Warm sea');
    await submit();
    expect(model.asked).toContainEqual([
      'change',
      ocean.id,
      { title: 'Warm sea' }
    ]);
    expect([route.place, route.selected]).toEqual([{ view: 'list' }, ocean.id]);
    const [notice] = actions.tell.mock.calls[0]!;
    expect(notice.text).toBe('Ocean heat is Warm sea now.');
    await notice.undo?.();
    expect(model.asked.at(-1)).toEqual([
      'change',
      ocean.id,
      { title: 'Ocean heat' }
    ]);
  });

  it('does and tells nothing where nothing was changed', async () => {
    const { model, route, actions } = open('rename');
    await submit();
    expect(model.asked).toEqual([]);
    expect(actions.tell).not.toHaveBeenCalled();
    expect(route.place).toEqual({ view: 'list' });
  });

  it('leaves the folder alone while a server runs in it', () => {
    open('rename', { url: '/lab', state: 'running' });
    expect(field('Folder').readOnly).toBe(true);
    screen.getByText('A folder can be renamed while no server runs in it.');
  });

  it('says under the folder that there is such a one', async () => {
    const { model } = open('rename');
    model.change = () => Promise.reject(refused('project-exists'));
    type('Folder', 'penguins');
    await submit();
    const said = screen.getByRole('alert');
    expect(field('Folder').getAttribute('aria-describedby')).toBe(said.id);
    expect(field('Folder').value).toBe('penguins');
  });

  it('is begun by F2 in the list', () => {
    const { route } = renderPanel({ projects: three });
    const row = screen.getByRole('row', { name: /^Ocean heat/ });
    act(() => {
      row.focus();
    });
    fireEvent.keyDown(row, { key: 'F2' });
    expect(route.place).toEqual({ view: 'rename', project: ocean.id });
  });
});

describe('duplicate', () => {
  it('begins a copy under a free name', async () => {
    const { model, route } = open('duplicate');
    expect(field('Name').value).toBe('Ocean heat (copy)');
    expect(field('Folder').value).toBe('ocean-heat-2');
    await submit();
    expect(model.volume.duplicate).toHaveBeenCalledWith(ocean.id, {
      title: 'Ocean heat (copy)',
      name: 'ocean-heat-2'
    });
    expect(route.selected).toBe('copy');
  });

  it('tells how far it is, and why it failed', () => {
    const copying = (copy: Project['copy']): Project =>
      projectOf('Twin', { state: 'building', images: [], copy });
    const { model } = renderPanel({
      projects: [copying({ bytes: 410, total: 1000 })]
    });
    const row = (): string =>
      screen.getByRole('row', { name: /^Twin/ }).textContent;
    expect(row()).toContain('Copying files · 41 %');
    act(() => {
      const error = refused('disk-full').problem;
      model.set({ projects: [copying({ bytes: null, total: null, error })] });
    });
    expect(row()).toContain('Not copied');
    expect(row()).toContain('The disk is full');
  });
});
