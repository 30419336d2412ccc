import { act, fireEvent, screen, within } from '@testing-library/react';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { aBuildOf, projectOf, refused } from '../../testing/panel-model.ts';
import type { RenderedPanel } from '../../testing/render-panel.tsx';
import { renderPanel } from '../../testing/render-panel.tsx';

const AT = '2026-11-22T12:00:00.000Z';
const BEFORE = '2026-11-22T11:00:00.000Z';
const error = {
  ...refused('server-exited').problem,
  values: { part: 'server', exitCode: '7' },
  logTail: ['ModuleNotFoundError: notebook_shim']
};
const failedStart = { switch: 's7', at: AT, error, ready: false };

beforeEach(() => {
  localStorage.clear();
});

async function open(
  more: Partial<Project> = {},
  answer = (): Promise<string> => Promise.resolve('[I] Starting\n')
): Promise<RenderedPanel> {
  const build = aBuildOf('ocean', 'built', { endedAt: BEFORE });
  const project = projectOf('Ocean', { build, failedStart, ...more });
  const panel = renderPanel(
    { projects: [project, projectOf('Penguins', { active: true })] },
    {
      prepare: (route, model) => {
        model.answerStartLog = answer;
        route.show({ view: 'start', project: 'ocean' });
      }
    }
  );
  await act(() => Promise.resolve());
  return panel;
}

const row = (): HTMLElement => screen.getByRole('row', { name: /^Ocean\./ });

it('a start that failed shows why, and what its server printed', async () => {
  const { actions } = await open();
  const view = within(screen.getByRole('region', { name: 'Ocean' }));
  view.getByText(/stopped with exit code 7/);
  const log = view.getByRole('region', { name: 'Log of the server' });
  expect(log.textContent).toBe('[I] Starting\n');
  fireEvent.click(view.getByRole('button', { name: /^Try again/ }));
  expect(actions.switchTo).toHaveBeenCalledTimes(1);
});

it('leads to the log of the build, too', async () => {
  const { route } = await open();
  fireEvent.click(screen.getByText('Show the log of the build'));
  expect(route.place).toEqual({ view: 'build', project: 'ocean' });
});

it('a log that cannot be had says so', async () => {
  await open({}, () => Promise.reject(refused('unavailable')));
  expect(screen.getByRole('alert').textContent).toBe('Projects is offline.');
});

it('the row says that it did not start until somebody has looked', async () => {
  const { route } = await open({}, () => new Promise(() => undefined));
  localStorage.clear();
  act(() => {
    route.show({ view: 'list' });
  });
  expect(row().textContent).toContain('Did not start · exit code 7');
  act(() => {
    route.show({ view: 'start', project: 'ocean' });
  });
  expect(row().textContent).not.toContain('Did not start');
  act(() => {
    route.show({ view: 'list' });
  });
  expect(row().textContent).not.toContain('Did not start');
});

it('a build after it is what is told', async () => {
  const later = '2026-11-22T13:00:00.000Z';
  const build = aBuildOf('ocean', 'failed', { endedAt: later, error });
  localStorage.clear();
  const { route } = await open({ build });
  act(() => {
    route.show({ view: 'list' });
  });
  expect(row().textContent).toContain('Last build failed');
});

it('a server that ended later is told as such', async () => {
  const { route } = await open({
    failedStart: { ...failedStart, ready: true }
  });
  screen.getByText('Files are as they were saved last.');
  screen.getByRole('button', { name: 'Start again: open Ocean' });
  localStorage.clear();
  act(() => {
    route.show({ view: 'list' });
  });
  expect(row().textContent).toContain('Ended by itself · exit code 7');
});
