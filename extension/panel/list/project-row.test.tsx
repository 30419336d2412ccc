import { act, fireEvent, screen, within } from '@testing-library/react';
import { Format } from '../../words/format.ts';
import { projectOf } from '../../testing/panel-model.ts';
import { three } from '../../testing/panel-projects.ts';
import { renderPanel } from '../../testing/render-panel.tsx';

const row = (title: string): HTMLElement =>
  screen.getByRole('row', { name: new RegExp(`^${title}\\.`) });

const TOLD = 'ContentVisibilityAutoStateChangeEvent';
afterEach(() => {
  Reflect.deleteProperty(window, TOLD);
  jest.restoreAllMocks();
});

describe('the list', () => {
  it('renders no row again that says the same as before', () => {
    const projects = Array.from({ length: 300 }, (_, n) =>
      projectOf(`Project ${String(n)}`, { source: undefined, bytes: 1 })
    );
    const sizes = jest.spyOn(Format.prototype, 'size');
    // The time stands still, as all rows are rendered again at each new minute.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const { model } = renderPanel({ projects });
    expect(sizes.mock.calls.length).toBeGreaterThanOrEqual(300);
    sizes.mockClear();
    fireEvent.click(row('Project 7'));
    const [first, ...others] = projects;
    act(() => {
      model.set({ projects: [{ ...first!, title: 'Other' }, ...others] });
    });
    // The two changed rows, each rendered twice, and the details.
    expect(sizes.mock.calls.length).toBeLessThan(20);
  });

  it('fills a row when the browser says that it will be seen, and not before', () => {
    Object.defineProperty(window, TOLD, { value: Event, configurable: true });
    renderPanel({ projects: three });
    const heat = row('Ocean heat');
    const tell = (skipped: boolean): void => {
      const event = new Event('contentvisibilityautostatechange');
      fireEvent(heat, Object.assign(event, { skipped }));
    };

    tell(true);
    expect(within(heat).queryByRole('button')).toBeNull();
    expect(heat.getAttribute('aria-label')).toContain('Ocean heat. Stopped.');
    tell(false);
    within(heat).getByText('Switch');
    // A row that was filled stays so when it is out of sight.
    tell(true);
    within(heat).getByText('Switch');
  });
});
