import { act, fireEvent, screen, within } from '@testing-library/react';
import { aMe } from '../../testing/fake-model.ts';
import { withHighlights } from '../../testing/highlights.ts';
import { aBuildOf, projectOf, refused } from '../../testing/panel-model.ts';
import type { RenderedPanel } from '../../testing/render-panel.tsx';
import { renderPanel } from '../../testing/render-panel.tsx';
import { buildSteps } from './build-steps.tsx';

const START = Date.parse('2026-11-22T10:00:00Z');
const at = (seconds: number): string =>
  new Date(START + 1000 * seconds).toISOString();

async function open(
  phase: Parameters<typeof aBuildOf>[1],
  more: Parameters<typeof aBuildOf>[2] = {},
  project: Parameters<typeof projectOf>[1] = {}
): Promise<RenderedPanel> {
  const build = aBuildOf('climate', phase, more);
  const panel = renderPanel(
    { projects: [projectOf('Climate', { build, ...project })] },
    {
      prepare: (route, model) => {
        model.log = 'first line\n';
        model.history = [build, { ...build, id: 'b0', phase: 'built' }];
        route.show({ view: 'build', project: 'climate' });
      }
    }
  );
  await act(() => Promise.resolve());
  return panel;
}

const view = () => within(screen.getByRole('region', { name: 'Climate' }));
const log = (): HTMLElement =>
  screen.getByRole('region', { name: 'Build log' });

describe('the steps of a build', () => {
  const steps = [
    { phase: 'fetching' as const, startedAt: at(0), endedAt: at(3) },
    { phase: 'building' as const, startedAt: at(3) }
  ];

  it('are those that happened, and those that every build takes', () => {
    const build = aBuildOf('p', 'building', { steps });
    expect(buildSteps(build, START + 40_000)).toEqual([
      { phase: 'fetching', state: 'done', took: 3000 },
      { phase: 'building', state: 'now', took: 37_000 },
      { phase: 'ready', state: 'todo' }
    ]);
  });

  it('end where the build failed: nothing is ticked that did not happen', () => {
    const build = aBuildOf('p', 'failed', { steps, endedAt: at(5) });
    expect(buildSteps(build, START + 60_000)).toEqual([
      { phase: 'fetching', state: 'done', took: 3000 },
      { phase: 'building', state: 'failed', took: 2000 }
    ]);
  });
});

describe('a build under way', () => {
  it('shows the whole log, follows it, and says where it stands', async () => {
    const { model } = await open('building');
    expect(log().textContent).toBe('first line\n');
    act(() => {
      model.write('\u001b[32msecond\u001b[0m line\n');
    });
    expect(log().textContent).toBe('first line\nsecond line\n');
    const step = document.querySelector('[aria-current=step]');
    expect(step?.textContent).toMatch(/^Building/);
  });

  it('has its colours', async () => {
    const { model } = await open('building');
    act(() => {
      model.write('\u001b[31');
      model.write('mred\u001b[0m');
    });
    expect(log().querySelector('[data-colour="1"]')?.textContent).toBe('red');
  });

  it('is searched: Enter goes on, Shift+Enter back', async () => {
    const marked = withHighlights();
    const { model } = await open('building');
    act(() => {
      model.write('Second LINE\nthird line\n');
    });
    const field = screen.getByRole('searchbox', { name: 'Find in the log' });
    const status = (): string =>
      within(field.parentElement!).getByRole('status').textContent;
    fireEvent.change(field, { target: { value: 'line' } });
    expect(status()).toBe('1 of 3');
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    expect(status()).toBe('3 of 3');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(status()).toBe('1 of 3');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(status()).toBe('2 of 3');
    const now = [...(marked.get('jp-projects-found-now') ?? [])];
    expect(now.join()).toBe('LINE');
    fireEvent.change(field, { target: { value: 'nowhere' } });
    expect(status()).toBe('Not found');
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(status()).toBe('');
    // The first Escape clears the search only, and the view stays.
    expect(marked.size).toBe(0);
    log();
  });

  it('wraps its lines unless it is told not to', async () => {
    await open('building');
    expect(log().dataset.wraps).toBe('true');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Wrap' }));
    expect(log().dataset.wraps).toBe('false');
  });

  it('is downloaded whole', async () => {
    const blobs: Blob[] = [];
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation();
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${String(blobs.push(blob))}`
    });
    await open('building');
    fireEvent.click(screen.getByText('Download'));
    expect(click).toHaveBeenCalledTimes(1);
    expect(blobs[0]?.size).toBe('first line\n'.length);
    click.mockRestore();
  });

  it('leaves who reads further up where they are, and leads to the end', async () => {
    const { model } = await open('building');
    Object.defineProperties(log(), {
      scrollHeight: { value: 500 },
      clientHeight: { value: 100 }
    });
    log().scrollTop = 0;
    act(() => {
      model.write('one\ntwo\n');
    });
    expect(log().scrollTop).toBe(0);
    fireEvent.click(screen.getByText('2 new lines ↓'));
    expect(log().scrollTop).toBe(500);
    expect(screen.queryByText(/new line/)).toBeNull();
  });

  it.each([
    ['uv', 'Build cancelled. Nothing changed.'],
    [
      'binderhub',
      'Build cancelled. BinderHub may go on with it; nothing of yours changed.'
    ]
  ])('that was cancelled says what %s does then', async (builder, said) => {
    const { model } = await open('cancelled');
    act(() => {
      model.set({ me: { ...aMe(), builder } });
    });
    screen.getByText(said);
  });

  it('can be cancelled, and says when that did not work', async () => {
    const { model } = await open('building');
    model.cancelBuild = () => Promise.reject(refused('too-late-to-cancel'));
    await act(async () => {
      fireEvent.click(screen.getByText('Cancel build'));
      await Promise.resolve();
    });
    expect(screen.getByRole('alert').textContent).toMatch(/^Too late/);
  });

  it('is followed no more when the view is left', async () => {
    const { model, route } = await open('building');
    expect(model.followers).toBe(1);
    act(() => {
      route.show({ view: 'list' });
    });
    expect(model.followers).toBe(0);
  });
});

describe('a build that failed', () => {
  it('says why, where, what is unharmed and what to do', async () => {
    const error = {
      ...refused('requirement-not-found').problem,
      values: { package: 'numpy', version: '9.9', newest: '2.3.4' },
      file: 'requirements.txt',
      line: 3
    };
    const { actions } = await open('failed', { error });
    screen.getByText('numpy has no version 9.9. The newest is 2.3.4.');
    screen.getByText('requirements.txt, line 3');
    screen.getByText('Your files and the software of 12 Nov are unchanged.');
    fireEvent.click(view().getByRole('button', { name: 'Rebuild' }));
    expect(actions.rebuild).toHaveBeenCalledTimes(1);
    view().getByRole('button', { name: 'Open Climate' });
  });

  it('marks the lines that show it, and goes there', async () => {
    const marked = withHighlights();
    const logTail = ['error: no version', 'hint: none'];
    const error = { ...refused('build-failed').problem, logTail };
    const { model } = await open('failed', { error });
    act(() => {
      model.write('error: no version\n\nhint: none, really\nbye\n', true);
    });
    const lines = [...(marked.get('jp-projects-failed-lines') ?? [])];
    expect(lines.join()).toBe('error: no version\n\nhint: none, really');
    expect(log().scrollTop).toBe(500);
  });

  it('lists the builds before it', async () => {
    await open('failed');
    const history = screen.getByText('Builds').parentElement!;
    expect(within(history).getAllByRole('listitem')).toHaveLength(2);
  });
});

it('a cancelled build says that nothing changed', async () => {
  await open('cancelled');
  screen.getByText('Build cancelled. Nothing changed.');
  screen.getByRole('button', { name: 'Build again' });
});
