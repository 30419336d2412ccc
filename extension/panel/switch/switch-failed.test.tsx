import { act, fireEvent, screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import {
  anImage,
  aProject,
  aSwitch,
  penguins
} from '../../testing/fake-model.ts';
import { button, escape, press, show } from '../../testing/switch-page.tsx';
import { RESCUE } from '../../projects/rescue.ts';

expect.extend(toHaveNoViolations);

const FAILURE = {
  type: 'x',
  title: 'x',
  status: 500,
  code: 'server-exited' as const,
  detail: 'JupyterLab stopped with exit code 1.',
  values: { exitCode: '1' },
  logTail: ['ModuleNotFoundError: notebook_shim'],
  actions: ['retry', 'view-log', 'stay', 'previous-image'] as const
};

describe('a failed switch', () => {
  const fail = (page: ReturnType<typeof show>): void => {
    page.enter('starting');
    page.enter('failed', {
      error: { ...FAILURE, actions: [...FAILURE.actions] }
    });
  };

  it('says why, what is unharmed and what to do', async () => {
    const page = show();
    fail(page);
    screen.getByRole('alertdialog', { name: 'Ocean heat did not start' });
    screen.getByText(/JupyterLab stopped with exit code 1/);
    screen.getByText('You are still in Penguins. Nothing has changed.');
    screen.getByText('ModuleNotFoundError: notebook_shim');
    expect(screen.getAllByRole('button').map(one => one.textContent)).toEqual([
      'Show log',
      expect.stringMatching(/^Use the software of /),
      'Try again',
      'Stay'
    ]);
    expect(button('Stay')).toBe(document.activeElement);
    expect(await axe(page.container)).toHaveNoViolations();
  });

  it('of a build says so, and builds again before it switches', () => {
    const page = show();
    page.enter('building');
    page.enter('failed', { error: { ...FAILURE, actions: ['retry'] } });
    screen.getByRole('alertdialog', { name: 'Ocean heat was not built' });
    press('Try again');
    expect(page.actions.rebuild).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'ocean' }),
      true
    );
  });

  it('Esc stays', () => {
    const page = show();
    fail(page);
    escape();
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(page.actions.switchTo).not.toHaveBeenCalled();
  });

  it('can be tried again, also with the image before', () => {
    const page = show();
    fail(page);
    press('Try again');
    expect(page.actions.switchTo).toHaveBeenLastCalledWith(
      expect.objectContaining({ id: 'ocean' })
    );
    fail(page);
    act(() => {
      page.stage.open();
    });
    fireEvent.click(
      screen.getByRole('button', { name: /^Use the software of/ })
    );
    expect(page.actions.switchTo).toHaveBeenLastCalledWith(
      expect.objectContaining({ id: 'ocean' }),
      'old'
    );
  });

  it('of an earlier image offers the newest one in its place', () => {
    const page = show();
    page.enter('starting', { image: 'old' });
    page.enter('failed', {
      error: { ...FAILURE, actions: [...FAILURE.actions] }
    });
    fireEvent.click(
      screen.getByRole('button', { name: /^Use the software of/ })
    );
    expect(page.actions.switchTo).toHaveBeenLastCalledWith(
      expect.objectContaining({ id: 'ocean' }),
      'new'
    );
  });

  it('of the rescue Lab shows its whole log where it is', async () => {
    const page = show();
    page.fake.logs.ofStart.mockResolvedValue(
      'Starting \u001b[31mbadly\u001b[0m'
    );
    page.fake.switching = aSwitch({ project: RESCUE });
    fail(page);
    press('Show log');
    await act(() => Promise.resolve());
    const log = screen.getByRole('region', { name: 'Log of the server' });
    expect(log.textContent).toBe('Starting badly');
    expect(screen.queryByText('Show log')).toBeNull();
  });

  test.each([
    [{ from: null }, 'Your files are safe.'],
    [{ from: 'ocean' }, /^Still on the software of /],
    [
      { strategy: 'recreate' as const },
      'Neither server started. Your files are safe.'
    ]
  ])('%j: %s', (more, text) => {
    const page = show();
    page.fake.switching = aSwitch(more);
    page.fake.projects = [
      penguins({ state: 'stopped' }),
      aProject({ image: anImage('old') })
    ];
    fail(page);
    screen.getByText(text);
  });
});
