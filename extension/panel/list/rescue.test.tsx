import { fireEvent, screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import type { SwitchPhase } from 'jupyterlab-projects-companion/contract';
import { aMe, aSwitch } from '../../testing/fake-model.ts';
import { three } from '../../testing/panel-projects.ts';
import { renderPanel } from '../../testing/render-panel.tsx';
import { press, show } from '../../testing/switch-page.tsx';
import { isInRescue } from '../../projects/rescue.ts';

expect.extend(toHaveNoViolations);

test.each<[SwitchPhase, 'to' | 'from', boolean]>([
  ['starting', 'to', false],
  ['done', 'to', true],
  ['failed', 'to', false],
  ['starting', 'from', true],
  ['failed', 'from', true],
  ['cancelled', 'from', true],
  ['done', 'from', false]
])('a switch that is %s %s rescue: %j', (phase, direction, expected) => {
  const there = direction === 'to' ? { project: 'rescue' } : { from: 'rescue' };
  expect(isInRescue(aSwitch({ phase, ...there }))).toBe(expected);
});

describe('in the rescue Lab', () => {
  const switching = aSwitch({ project: 'rescue', phase: 'done' });
  const projects = three.map(project => ({ ...project, active: false }));

  it('the panel says what it is, and opens a project', async () => {
    const { container, actions } = renderPanel({ projects, switching });
    screen.getByText(/^This is the rescue Lab/);
    fireEvent.click(screen.getByRole('button', { name: 'Open Ocean heat' }));
    expect(actions.switchTo).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'ocean-heat' })
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('the home page leads back to it', () => {
    const { actions } = renderPanel({ projects, switching }, { shell: 'home' });
    screen.getByText(/^You are in the rescue Lab/);
    press('Go to the rescue Lab');
    expect(actions.openRescue).toHaveBeenCalled();
  });

  it('nothing of it is said elsewhere', () => {
    renderPanel({ projects: three, switching: aSwitch({ phase: 'done' }) });
    expect(screen.queryByText(/rescue Lab/)).toBeNull();
  });
});

describe('a switch to the rescue Lab', () => {
  it('is called so, and has no log', () => {
    const page = show();
    page.fake.switching = aSwitch({ project: 'rescue' });
    page.open();
    screen.getByRole('dialog', { name: 'Switching to Rescue Lab' });
    expect(screen.queryByRole('button', { name: 'Show log' })).toBeNull();
  });

  it('is tried again, and does not offer itself', () => {
    const page = show();
    page.fake.me = aMe('rescue');
    page.fake.switching = aSwitch({ project: 'rescue' });
    page.enter('starting');
    page.enter('failed', { error: failure('retry', 'view-log') });
    screen.getByRole('alertdialog', { name: 'Rescue Lab did not start' });
    expect(screen.getAllByRole('button').map(one => one.textContent)).toEqual([
      'Show log',
      'Try again',
      'Stay'
    ]);
    press('Try again');
    expect(page.actions.openRescue).toHaveBeenCalled();
  });
});

describe('a project that did not start', () => {
  const fail = (page: ReturnType<typeof show>): void => {
    page.enter('starting');
    page.enter('failed', { error: failure('retry') });
  };

  it('offers the rescue Lab where there is one', async () => {
    const page = show();
    page.fake.me = aMe('rescue');
    fail(page);
    expect(await axe(page.container)).toHaveNoViolations();
    press('Open rescue Lab');
    expect(page.actions.openRescue).toHaveBeenCalled();
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('for want of space leads to the trash', () => {
    const page = show();
    page.enter('starting');
    page.enter('failed', { error: failure('free-space') });
    press('Free space');
    expect(page.actions.showTrash).toHaveBeenCalled();
  });

  it('does not where there is none', () => {
    const page = show();
    fail(page);
    expect(
      screen.queryByRole('button', { name: 'Open rescue Lab' })
    ).toBeNull();
  });

  it('the tab of the rescue Lab that was left leads back to it', () => {
    const page = show();
    page.fake.switching = aSwitch({ from: 'rescue' });
    page.enter('done');
    const stale = {
      phase: 'stale' as const,
      unsaved: [],
      stopped: false,
      dismissed: false
    };
    page.hand(stale);
    press('Open Rescue Lab');
    expect(page.actions.openRescue).toHaveBeenCalled();
    page.hand({ ...stale, stopped: true });
    press('Open Rescue Lab');
    expect(page.actions.navigate).toHaveBeenCalledWith('/services/projects/');
  });
});

function failure(...actions: ('retry' | 'view-log' | 'free-space')[]) {
  return {
    type: 'x',
    title: 'x',
    status: 500,
    code: 'server-exited' as const,
    detail: 'JupyterLab stopped with exit code 1.',
    actions
  };
}
