import { act, fireEvent, screen, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { aBuildOf, projectOf, refused } from '../../testing/panel-model.ts';
import { islp, penguins, three } from '../../testing/panel-projects.ts';
import { renderPanel } from '../../testing/render-panel.tsx';

expect.extend(toHaveNoViolations);

/** A folder that is no project. */
const folder = (name: string, more: Partial<Project> = {}): Project => ({
  ...projectOf(name),
  ...{ id: `folder:${name}`, state: 'unmanaged', images: [] },
  ...{ image: undefined, source: undefined, ...more }
});
const thesis = folder('thesis');
const titles = (): (string | undefined)[] =>
  screen
    .getAllByRole('row')
    .map(row => row.dataset.project)
    .filter(Boolean);
const settle = (): Promise<void> => act(() => Promise.resolve());
const fold = (): HTMLElement =>
  screen.getByRole('button', { name: /that (is|are) no project/ });

describe('folders that are no projects', () => {
  it('stand below the projects, folded until they are wanted', () => {
    renderPanel({ projects: [thesis, ...three] });
    expect(titles()).not.toContain('folder:thesis');
    expect(fold().textContent).toBe('1 folder that is no project');
    fireEvent.click(fold());
    expect(titles().at(-1)).toBe('folder:thesis');
  });

  it('are unfolded where there is nothing else', () => {
    renderPanel({ projects: [thesis] });
    expect(titles()).toEqual(['folder:thesis']);
  });

  it('are found by the filter', () => {
    const more = [1, 2, 3].map(n => projectOf(`Other ${String(n)}`));
    renderPanel({ projects: [thesis, ...three, ...more] });
    const field = screen.getByRole('searchbox');
    fireEvent.change(field, { target: { value: 'thes' } });
    expect(titles()).toEqual(['folder:thesis']);
  });
});

describe('adopt', () => {
  const open = (of: Project = thesis) => {
    const panel = renderPanel(
      { projects: [of, ...three] },
      {
        prepare: route => {
          route.select(of.id);
        }
      }
    );
    fireEvent.click(
      within(screen.getByRole('region', { name: /^Details/ })).getByRole(
        'button',
        { name: /^Adopt/ }
      )
    );
    return panel;
  };
  const submit = async (): Promise<void> => {
    fireEvent.click(screen.getByRole('button', { name: 'Adopt' }));
    await settle();
  };

  it('gives a folder the software of a project', async () => {
    const { model, route, container } = open();
    const name = screen.getByLabelText<HTMLInputElement>('Name');
    expect(document.activeElement).toBe(name);
    expect(screen.getByLabelText<HTMLSelectElement>('Software').value).toBe(
      penguins.id
    );
    screen.getByText('No file is changed.');
    expect(await axe(container)).toHaveNoViolations();
    fireEvent.change(name, { target: { value: 'My thesis' } });
    fireEvent.change(screen.getByLabelText('Software'), {
      target: { value: islp.id }
    });
    await submit();
    expect(model.volume.adopt).toHaveBeenCalledWith('folder:thesis', {
      title: 'My thesis',
      like: islp.id
    });
    expect(route.place).toEqual({ view: 'list' });
    expect(route.selected).toBe('My thesis');
  });

  it('builds the software of a repository, and shows the build', async () => {
    const { model, route } = open();
    model.volume.adopt.mockResolvedValueOnce({
      project: projectOf('Thesis'),
      build: aBuildOf('thesis', 'waiting')
    });
    fireEvent.change(screen.getByLabelText('Software'), {
      target: { value: '' }
    });
    fireEvent.change(screen.getByLabelText('Repository or link'), {
      target: { value: ' owner/repo ' }
    });
    await submit();
    expect(model.volume.adopt).toHaveBeenCalledWith('folder:thesis', {
      title: 'thesis',
      source: 'owner/repo'
    });
    expect(route.place).toEqual({ view: 'build', project: 'thesis' });
  });

  it('says under the field what is wrong, and keeps it', async () => {
    const { model } = open();
    fireEvent.change(screen.getByLabelText('Software'), {
      target: { value: '' }
    });
    const field = screen.getByLabelText<HTMLInputElement>('Repository or link');
    fireEvent.change(field, { target: { value: 'owner/none' } });
    model.volume.adopt.mockRejectedValueOnce(refused('source-empty'));
    await submit();
    const said = screen.getByRole('alert');
    expect(said.textContent).toBe('This repository has no files yet.');
    expect(field.getAttribute('aria-describedby')).toBe(said.id);
    expect(field.value).toBe('owner/none');
  });

  it('is not offered for what is no folder', () => {
    renderPanel({ projects: [folder('odd', { warning: 'link' })] });
    expect(screen.queryByRole('button', { name: /^Adopt/ })).toBeNull();
  });
});
