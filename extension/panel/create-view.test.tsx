import { act, fireEvent, screen } from '@testing-library/react';
import type { Preview } from 'jupyterlab-projects-companion/contract';
import {
  aBuildOf,
  projectOf,
  refused,
  sourceOf
} from '../testing/panel-model.ts';
import type { RenderedPanel } from '../testing/render-panel.tsx';
import { renderPanel } from '../testing/render-panel.tsx';

const url = 'https://github.com/owner/repo';
const preview: Preview = {
  source: sourceOf('owner/repo'),
  title: 'repo',
  name: 'repo',
  refs: ['main', 'v1'],
  files: ['requirements.txt'],
  packages: 14,
  notHonoured: [{ file: 'apt.txt', why: 'It needs root.' }],
  cached: false,
  estimateSeconds: 60
};
const project = projectOf('repo', { state: 'building' });
const made = { project, build: aBuildOf('repo', 'waiting') };

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function open(
  source = url,
  set: Parameters<typeof renderPanel>[0] = {},
  answer: () => Promise<Preview> = () => Promise.resolve(preview)
): RenderedPanel {
  return renderPanel(set, {
    prepare: (route, model) => {
      model.answerPreview = answer;
      model.answerCreate = () => Promise.resolve(made);
      route.show({ view: 'create', source });
    }
  });
}

const field = (): HTMLInputElement =>
  screen.getByLabelText('Repository, DOI or link');
const type = (text: string): void => {
  fireEvent.change(field(), { target: { value: text } });
};
const settle = (): Promise<void> =>
  act(() => jest.advanceTimersByTimeAsync(300));
const submit = (): Promise<void> =>
  act(async () => {
    fireEvent.submit(field().form!);
    await Promise.resolve();
  });
const asked = ({ model }: RenderedPanel, call: string): unknown[] =>
  model.asked.filter(([name]) => name === call).map(([, request]) => request);

describe('the preview', () => {
  it('is asked for when typing stops, and says what a build would read', async () => {
    const panel = open('');
    type('owner/re');
    type('owner/repo');
    await settle();
    expect(asked(panel, 'resolve')).toEqual([{ source: 'owner/repo' }]);
    const card = screen.getByRole('region', { name: 'Preview' });
    expect(card.textContent).toContain('requirements.txt: 14 packages');
    expect(card.textContent).toContain('apt.txt is not used on this machine.');
    expect(card.textContent).toContain('About 1 minute to build');
    screen.getByText('/home/ada/projects/repo');
  });

  it('of an older text is not shown', async () => {
    const answers: ((value: Preview) => void)[] = [];
    open(url, {}, () => new Promise(resolve => answers.push(resolve)));
    await settle();
    type('owner/other');
    await settle();
    await act(async () => {
      answers[1]?.({ ...preview, name: 'other' });
      answers[0]?.(preview);
      await Promise.resolve();
    });
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('other');
  });
});

describe('creating', () => {
  it('with Enter does not wait for the preview, switches, and shows the build', async () => {
    const panel = open();
    await submit();
    expect(asked(panel, 'create')).toEqual([{ source: url }]);
    expect(panel.actions.switchTo).toHaveBeenCalledWith(made.project);
    expect(panel.route.place).toEqual({ view: 'build', project: 'repo' });
  });

  it('without switching stays where one is', async () => {
    const panel = open();
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: 'Create' }));
      await Promise.resolve();
    });
    expect(asked(panel, 'create')).toHaveLength(1);
    expect(panel.actions.switchTo).not.toHaveBeenCalled();
  });

  it('twice at once makes one project', async () => {
    const panel = open();
    panel.model.answerCreate = () => new Promise(() => undefined);
    act(() => {
      fireEvent.submit(field().form!);
      fireEvent.submit(field().form!);
    });
    await settle();
    expect(asked(panel, 'create')).toHaveLength(1);
  });

  it('sends the name and the ref that were changed', async () => {
    const panel = open();
    await settle();
    const change = (label: string, value: string): void => {
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    };
    change('Name', 'mine');
    change('Branch, tag or commit', 'v1');
    await submit();
    expect(asked(panel, 'create')).toEqual([
      { source: url, ref: 'v1', name: 'mine' }
    ]);
  });

  it('that fails keeps the text and says why under the field', async () => {
    const panel = open();
    panel.model.answerCreate = () =>
      Promise.reject(
        refused('source-empty', { values: { repository: 'o/r' } })
      );
    await submit();
    expect(field().value).toBe(url);
    expect(field().getAttribute('aria-invalid')).toBe('true');
    const id = field().getAttribute('aria-describedby')!;
    expect(document.getElementById(id)?.textContent).toBe(
      'o/r has no files yet.'
    );
  });
});

describe('a link', () => {
  it('with a password never leaves the page', async () => {
    const panel = open('https://ada:secret@github.com/owner/repo');
    await settle();
    await submit();
    expect(panel.model.asked).toEqual([]);
    screen.getByText('Remove the password from the link. It is not sent.');
    fireEvent.click(screen.getByRole('button', { name: 'Remove it' }));
    expect(field().value).toBe(url);
  });

  it('that is none yet is told so only after it was left', async () => {
    const panel = open('');
    type('owner');
    await settle();
    expect(screen.queryByRole('alert')).toBeNull();
    fireEvent.blur(field());
    expect(screen.getByRole('alert').textContent).toMatch(
      /^Not a repository link yet/
    );
    expect(panel.model.asked).toEqual([]);
  });

  it('whose ref is missing can go on with the default branch', async () => {
    const panel = open();
    await settle();
    panel.model.answerPreview = ({ ref }) =>
      ref
        ? Promise.reject(
            refused('ref-not-found', {
              values: { repository: 'o/r', ref, default: 'main' }
            })
          )
        : Promise.resolve(preview);
    fireEvent.change(screen.getByLabelText('Branch, tag or commit'), {
      target: { value: 'v9' }
    });
    await settle();
    screen.getByText('o/r has no branch, tag or commit “v9”.');
    fireEvent.click(screen.getByText('Use main'));
    await settle();
    screen.getByRole('region', { name: 'Preview' });
  });
});

describe('a source that is there already', () => {
  const existing = projectOf('repo', { title: 'My repo' });

  it('can be switched to', async () => {
    const panel = open(url, { projects: [existing] }, () =>
      Promise.resolve({ ...preview, existing })
    );
    await settle();
    screen.getByText('You have this already: My repo.');
    fireEvent.click(screen.getByRole('button', { name: 'Switch to My repo' }));
    expect(panel.actions.switchTo).toHaveBeenCalledWith(existing);
    expect(panel.route.place.view).toBe('list');
  });

  it('can be had twice, under a free name', async () => {
    const panel = open(url, { projects: [existing] });
    panel.model.answerCreate = ({ name }) =>
      name
        ? Promise.resolve(made)
        : Promise.reject(refused('project-exists', { project: existing }));
    await submit();
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: 'Create a copy' }));
      await Promise.resolve();
    });
    expect(asked(panel, 'create').at(-1)).toEqual({
      source: url,
      name: 'repo-2'
    });
  });
});

it('the limit is told before anything is asked for', async () => {
  const projects = [projectOf('a'), projectOf('b', { state: 'unbuilt' })];
  const panel = open(url, { limit: 1, projects });
  screen.getByText('You have 1 of 1 projects.');
  await submit();
  expect(asked(panel, 'create')).toEqual([]);
});

it('the clipboard is read on a click only', async () => {
  const readText = jest.fn(() => Promise.resolve(url));
  Object.assign(navigator, { clipboard: { readText } });
  open('');
  expect(readText).not.toHaveBeenCalled();
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Paste' }));
    await Promise.resolve();
  });
  expect(field().value).toBe(url);
});
