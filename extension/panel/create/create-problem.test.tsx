import { act, fireEvent, screen } from '@testing-library/react';
import {
  asked,
  field,
  made,
  openForm as open,
  preview,
  settle,
  submit,
  type,
  url
} from '../../testing/create-panel.tsx';
import { projectOf, refused } from '../../testing/panel-model.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
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
      ref === 'v9'
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

it.each([
  [
    { values: { repository: 'o/r', ref: 'v9', default: 'main' }, field: 'ref' },
    'ref-not-found' as const,
    'o/r has no branch, tag or commit “v9”.'
  ],
  [{ field: 'name' }, 'invalid-request' as const, /./],
  [{ field: 'resources' }, 'invalid-request' as const, /./]
])(
  'what is wrong with a field that is not shown stands under the link: %j',
  async (options, code, sentence) => {
    const panel = open(url, {}, () => Promise.reject(refused(code, options)));
    await settle();
    expect(screen.queryByLabelText('Name')).toBeNull();
    const id = field().getAttribute('aria-describedby')!;
    expect(document.getElementById(id)?.textContent).toMatch(sentence);

    if (code === 'ref-not-found') {
      panel.model.answerPreview = () => Promise.resolve(preview);
      fireEvent.click(screen.getByText('Use main'));
      await settle();
      expect(asked(panel, 'resolve').at(-1)).toEqual({
        source: url,
        ref: 'main'
      });
      screen.getByRole('region', { name: 'Preview' });
    }
  }
);

it('a mistake of the page is no silence', async () => {
  open(url, {}, () => Promise.reject(new TypeError('no such thing')));
  await settle();
  expect(screen.getByRole('alert').textContent).toBe(
    'This page failed. Reload it.'
  );
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
  const projects = [
    projectOf('a'),
    projectOf('b', { state: 'unbuilt' }),
    projectOf('c', { state: 'unmanaged' }),
    projectOf('d')
  ];
  const panel = open(url, { limit: 1, projects });
  screen.getByText('You have 2 of 1 projects.');
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
