import { act, fireEvent, screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { aSwitch } from '../../testing/fake-model.ts';
import { refused } from '../../testing/panel-model.ts';
import { button, escape, press, show } from '../../testing/switch-page.tsx';

expect.extend(toHaveNoViolations);

describe('a switch under way', () => {
  it('says what happens and that one can go on working', async () => {
    const { container, enter, open } = show();
    open();
    enter('starting', { message: 'Pulling image', lastDurationMs: 6200 });
    screen.getByRole('dialog', { name: 'Switching to Ocean heat' });
    screen.getByText('Penguins stays open until Ocean heat is ready.');
    screen.getByText('Pulling image');
    screen.getByText('Last time this took 6 s.');
    expect(button('Keep working')).toBe(document.activeElement);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('keeps Lab from hearing keys', () => {
    const { open } = show();
    open();
    expect(screen.getByRole('dialog')).toHaveProperty(
      'dataset.lmSuppressShortcuts'
    );
  });

  it('Esc keeps working: a strip goes on, and leads back', async () => {
    const { container, open, stage, fake } = show();
    open();
    escape();
    expect(stage.view).toBe('strip');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(fake.calls.cancelSwitch).not.toHaveBeenCalled();
    screen.getByText(/Ocean heat: starting/, { selector: 'div span' });
    expect(await axe(container)).toHaveNoViolations();
    press('Show');
    screen.getByRole('dialog');
  });

  it('can be cancelled until it moves', () => {
    const { open, enter, fake } = show();
    open();
    press('Cancel');
    expect(fake.calls.cancelSwitch).toHaveBeenCalled();
    enter('starting', { cancellable: false });
    expect(button('Cancel')).toHaveProperty('disabled', true);
  });

  it.each([
    ['unavailable' as const, true],
    ['too-late-to-cancel' as const, false]
  ])('whose cancel is answered with %s is told so: %p', async (code, told) => {
    const { open, actions, fake } = show();
    fake.calls.cancelSwitch.mockRejectedValueOnce(refused(code));
    open();
    press('Cancel');
    await act(() => Promise.resolve());
    expect(actions.fail).toHaveBeenCalledTimes(told ? 1 : 0);
  });

  it('has its log in the panel', () => {
    const { open, actions, stage } = show();
    open();
    press('Show log');
    expect(actions.showLog).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'ocean' })
    );
    expect(stage.view).toBe('strip');
  });

  it('of the same project is a restart on its new software', () => {
    const { fake, open } = show();
    fake.switching = aSwitch({ from: 'ocean' });
    open();
    screen.getByRole('dialog', {
      name: 'Restarting Ocean heat on its new software'
    });
    screen.getByText('The old software serves until the new one is ready.');
  });

  it('that is ready says that the old one stays until the move, and no more after it', () => {
    const { open, enter } = show();
    open();
    screen.getByText('Penguins stays open until Ocean heat is ready.');
    enter('ready');
    screen.getByText(
      'Ocean heat is ready. Penguins stays open until this tab moves.'
    );
    enter('active');
    expect(screen.queryByText(/stays open/)).toBeNull();
  });

  it('that is a strip tells its step, and how long it took before', () => {
    const { open, enter } = show();
    open();
    escape();
    enter('starting', { message: 'Starting a kernel', lastDurationMs: 65_000 });
    screen.getByText('Starting a kernel');
    screen.getByText(/ of about 1:05$/);
  });

  it('that is ready waits for Move now', () => {
    const { open, enter, hand, handOver } = show();
    open();
    enter('ready');
    expect(screen.queryByRole('button', { name: 'Move now' })).toBeNull();
    hand({ phase: 'offering' });
    press('Move now');
    expect(handOver.move).toHaveBeenCalled();
  });
});

describe('a move with something at stake', () => {
  it('asks, and waits for cells unless told otherwise', async () => {
    const { container, enter, hand, handOver } = show();
    enter('ready');
    hand({
      phase: 'asking',
      stakes: [
        { kind: 'cells', path: 'analysis.ipynb' },
        { kind: 'terminals', count: 1 }
      ]
    });
    screen.getByRole('dialog', { name: 'Move to Ocean heat?' });
    screen.getByText('Cells are running in analysis.ipynb');
    screen.getByText('1 terminal is open');
    expect(await axe(container)).toHaveNoViolations();
    press('Move when finished');
    expect(handOver.moveAnyway).toHaveBeenCalledWith('finished');
    fireEvent.click(screen.getByRole('radio', { name: /^Now/ }));
    press('Move now');
    expect(handOver.moveAnyway).toHaveBeenLastCalledWith('now');
  });

  it('never loses work by default', () => {
    const { enter, hand, fake, handOver } = show();
    enter('ready');
    hand({
      phase: 'asking',
      stakes: [{ kind: 'unsaved', path: 'notes.md', readOnly: true }]
    });
    screen.getByText('notes.md cannot be saved: it is read-only');
    expect(button('Move and leave notes.md').className).toContain('warn');
    expect(button('Stay here')).toBe(document.activeElement);
    press('Download');
    expect(handOver.download).toHaveBeenCalled();
    escape();
    expect(handOver.stay).toHaveBeenCalled();
    expect(fake.calls.cancelSwitch).toHaveBeenCalled();
  });
});

describe('a tab that the project has left', () => {
  const stale = {
    phase: 'stale' as const,
    unsaved: ['analysis.ipynb'],
    stopped: true,
    dismissed: false
  };

  it('says where it went and keeps what is only here', async () => {
    const { container, enter, hand, handOver, actions } = show();
    enter('active');
    hand(stale);
    screen.getByRole('dialog', { name: 'This tab belongs to Penguins' });
    screen.getByText(
      /^You switched to Ocean heat at .*Penguins was stopped\.$/
    );
    expect(await axe(container)).toHaveNoViolations();
    press('Download 1 file');
    expect(handOver.download).toHaveBeenCalled();
    const [go] = screen.getAllByRole('button', { name: 'Go to Ocean heat' });
    fireEvent.click(go!);
    expect(actions.navigate).toHaveBeenCalledWith('/user/ada/ocean-heat/lab');
  });

  it('opens its project anew by the home page, as its own token has ended', () => {
    const { enter, hand, actions } = show();
    enter('active');
    hand(stale);
    press('Open Penguins');
    expect(actions.navigate).toHaveBeenCalledWith(
      '/services/projects/open/penguins'
    );
    hand({ ...stale, stopped: false });
    press('Open Penguins');
    expect(actions.switchTo).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'penguins' })
    );
  });

  it('lets the user read on, with a way out', () => {
    const { enter, hand, handOver } = show();
    enter('active');
    hand(stale);
    escape();
    expect(handOver.dismiss).toHaveBeenCalled();
    hand({ ...stale, dismissed: true });
    expect(screen.queryByRole('dialog')).toBeNull();
    button('Go to Ocean heat');
  });
});

describe('on the home page', () => {
  it('goes along when the switch moves, once', () => {
    const { enter, actions } = show('home');
    enter('starting');
    expect(actions.navigate).not.toHaveBeenCalled();
    enter('active');
    enter('done');
    expect(actions.navigate).toHaveBeenCalledTimes(1);
    expect(actions.navigate).toHaveBeenCalledWith('/user/ada/ocean-heat/lab');
  });

  it('stays when another page, or a script, has asked for the switch', () => {
    const { enter, actions } = show('home', 'elsewhere');
    enter('starting');
    enter('active');
    enter('done');
    expect(actions.navigate).not.toHaveBeenCalled();
  });

  it('forgets once that it asked for a switch that failed: it may ask again', () => {
    const { enter, asking } = show('home');
    enter('starting');
    expect(asking.forget).not.toHaveBeenCalled();
    enter('failed');
    enter('failed');
    expect(asking.forget).toHaveBeenCalledTimes(1);
  });

  it('can let a switch go on that waits for another tab', () => {
    const { enter, fake, open } = show('home');
    open();
    enter('ready');
    press('Move now');
    expect(fake.calls.saved).toHaveBeenCalledWith('s1', true, []);
  });
});
