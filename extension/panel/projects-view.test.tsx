import { act, fireEvent, screen, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { aBuildOf, refused } from '../testing/panel-model.ts';
import { broken, ocean, three } from '../testing/panel-projects.ts';
import { renderPanel } from '../testing/render-panel.tsx';

expect.extend(toHaveNoViolations);

const row = (name: string): HTMLElement =>
  screen.getByRole('row', { name: new RegExp(`^${name}\\.`) });
const press = (key: string, more = {}): void => {
  fireEvent.keyDown(document.activeElement!, { key, ...more });
};

describe('every state is accessible', () => {
  const source = 'https://github.com/owner/repo';
  it.each<[string, Parameters<typeof renderPanel>]>([
    ['a list', [{ projects: [...three, broken] }]],
    [
      'details of a failed build',
      [
        { projects: [broken] },
        {
          prepare: route => {
            route.select('survey');
          }
        }
      ]
    ],
    ['no project', [{ projects: [] }]],
    [
      'offline',
      [
        {
          projects: three,
          connection: { state: 'offline', retryAt: Date.now() }
        }
      ]
    ],
    ['signed out', [{ projects: three, connection: { state: 'signed-out' } }]],
    ['no service', [{ projects: null, connection: { state: 'missing' } }]],
    [
      'a new project',
      [
        {},
        {
          prepare: route => {
            route.show({ view: 'create', source });
          }
        }
      ]
    ],
    [
      'the limit',
      [
        { projects: three, limit: 3 },
        {
          prepare: route => {
            route.show({ view: 'create' });
          }
        }
      ]
    ],
    [
      'a failed build',
      [
        { projects: [broken] },
        {
          prepare: route => {
            route.show({ view: 'build', project: 'survey' });
          }
        }
      ]
    ],
    ['the home page', [{ projects: three }, { shell: 'home' }]]
  ])('%s', async (_, given) => {
    const { container } = renderPanel(...given);
    await act(() => Promise.resolve());
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe('a sub-view', () => {
  it('is left with Escape, and the focus goes back', () => {
    const { route } = renderPanel({ projects: [broken] });
    act(() => {
      row('Survey').focus();
    });
    act(() => {
      route.show({ view: 'build', project: 'survey' });
    });
    const view = screen.getByRole('region', { name: 'Survey' });
    expect(view.contains(document.activeElement)).toBe(true);
    press('Escape');
    expect(route.place.view).toBe('list');
    expect(document.activeElement).toBe(row('Survey'));
  });

  it('of a project that is removed gives way to the list', () => {
    const { route, model } = renderPanel({ projects: [broken, ocean] });
    act(() => {
      route.show({ view: 'build', project: 'survey' });
      model.set({ projects: [ocean] });
    });
    row('Ocean heat');
  });
});

it('what comes and goes stands below the list, and does not push it away', () => {
  const { model } = renderPanel({ projects: three });
  act(() => {
    model.set({ connection: { state: 'offline', retryAt: 0 } });
  });
  const [strip] = screen.getAllByText(/Projects is offline/);
  const place = screen.getByRole('grid').compareDocumentPosition(strip!);
  expect(place).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it('the home page has the active project selected from the start', () => {
  renderPanel({ projects: three }, { shell: 'home' });
  const details = screen.getByRole('region', { name: 'Details of Penguins' });
  within(details).getByRole('button', { name: 'Open Penguins' });
});

it('builds are told of at each phase, with the reason when one fails', () => {
  jest.useFakeTimers();
  const { model } = renderPanel({ projects: [ocean] });
  const say = (): string => {
    const sentence = screen.getByRole('status').textContent;
    act(() => {
      jest.advanceTimersByTime(1500);
    });
    return sentence;
  };
  act(() => {
    model.setBuild(aBuildOf('ocean-heat', 'fetching'));
    model.setBuild(aBuildOf('ocean-heat', 'fetching', { detail: 'more' }));
    model.setBuild(
      aBuildOf('ocean-heat', 'failed', {
        error: { ...refused('network').problem, values: { host: 'pypi' } }
      })
    );
  });
  expect(say()).toBe('Ocean heat: Building · fetching');
  expect(say()).toBe(
    'Ocean heat was not built. pypi could not be reached. Try again.'
  );
  expect(say()).toBe('');
  jest.useRealTimers();
});
