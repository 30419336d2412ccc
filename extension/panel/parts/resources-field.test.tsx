import { act, fireEvent, screen, within } from '@testing-library/react';
import type { Me } from 'jupyterlab-projects-companion/contract';
import { aMe } from '../../testing/fake-model.ts';
import { refused, sourceOf } from '../../testing/panel-model.ts';
import { ocean } from '../../testing/panel-projects.ts';
import type { RenderedPanel } from '../../testing/render-panel.tsx';
import { renderPanel } from '../../testing/render-panel.tsx';

const profiles = [
  { id: 'small', label: 'Small: 1 GB' },
  { id: 'gpu', label: 'One GPU' }
];

function meWith(choice: typeof profiles): Me {
  const me = aMe();
  return { ...me, limits: { ...me.limits, profiles: choice } };
}

function details(choice: typeof profiles, project = ocean): RenderedPanel {
  return renderPanel(
    { me: meWith(choice), projects: [project] },
    {
      prepare: route => {
        route.select(project.id);
      }
    }
  );
}

const field = (): HTMLElement =>
  screen.getByLabelText('Resources of Ocean heat');

describe('what a project may use', () => {
  it('is not asked where there is no choice', () => {
    details(profiles.slice(0, 1));
    expect(screen.queryByText('Resources')).toBeNull();
  });

  it('is the first of what is offered until another is chosen', async () => {
    const { model } = details(profiles);
    expect(within(field()).getByRole('option', { selected: true })).toBe(
      screen.getByText('Small: 1 GB')
    );
    fireEvent.change(field(), { target: { value: 'gpu' } });
    await act(() => Promise.resolve());
    expect(model.asked).toContainEqual([
      'change',
      ocean.id,
      { resources: 'gpu' }
    ]);
  });

  it('is what was chosen, and counts from the next start of a server', () => {
    details(profiles, { ...ocean, resources: 'gpu', url: '/user/ada/ocean/' });
    expect(within(field()).getByRole('option', { selected: true })).toBe(
      screen.getByText('One GPU')
    );
    screen.getByText('A choice counts from its next start.');
  });

  it('stays as it was when the choice is refused, with the reason', async () => {
    const { model, actions } = details(profiles);
    const refusal = refused('invalid-request');
    model.change = () => Promise.reject(refusal);
    fireEvent.change(field(), { target: { value: 'gpu' } });
    await act(() => Promise.resolve());
    expect(actions.fail).toHaveBeenCalledWith(refusal);
    expect(within(field()).getByRole('option', { selected: true })).toBe(
      screen.getByText('Small: 1 GB')
    );
  });

  it('is chosen for a new project among more options', async () => {
    jest.useFakeTimers();
    const { model } = renderPanel(
      { me: meWith(profiles) },
      {
        prepare: (route, panel) => {
          panel.answerPreview = () => Promise.resolve(preview);
          route.show({ view: 'create', source: 'owner/repo' });
        }
      }
    );
    await act(() => jest.advanceTimersByTimeAsync(300));
    fireEvent.click(screen.getByText('More options'));
    fireEvent.change(screen.getByLabelText('Resources'), {
      target: { value: 'gpu' }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Create' }));
    await act(() => jest.advanceTimersByTimeAsync(0));
    expect(model.asked).toContainEqual([
      'create',
      { source: 'owner/repo', resources: 'gpu' }
    ]);
    jest.useRealTimers();
  });
});

const preview = {
  source: sourceOf('owner/repo'),
  title: 'repo',
  name: 'repo',
  refs: ['main'],
  files: ['requirements.txt'],
  notHonoured: [],
  cached: false
};
