import { nullTranslator } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { elapsed, Format, repository, shownRef, site } from './format.ts';
import {
  aBuildOf,
  projectOf,
  refused,
  sourceOf
} from '../testing/panel-model.ts';
import { gridMove, typeAhead } from '../panel/list/grid-keys.ts';
import { freeName, pastedLink } from '../panel/parts/pasted-link.ts';
import { marked } from '../panel/parts/project-filter.ts';
import { projectWords } from './project-words.ts';

const trans = nullTranslator.load('jupyterlab-projects');
const format = new Format(trans, 'en-GB');
const now = Date.parse('2026-11-22T12:00:00Z');
const none = { images: [], image: undefined };

const words = (more: Partial<Project>, shell: 'lab' | 'home' = 'lab') => {
  const seenStart = (id: string): boolean => id === 'seen';
  const context = { trans, format, shell, someActive: true, now, seenStart };
  const { glyph, state, primary } = projectWords(projectOf('P', more), context);
  return [glyph, state, primary];
};

it.each<[Partial<Project>, (string | null)[]]>([
  [{ active: true, state: 'running' }, ['active', 'Active', 'rebuild']],
  [{ state: 'running' }, ['running', 'Running', 'switch']],
  [{ state: 'starting' }, ['busy', 'Starting', null]],
  [
    { ...none, state: 'unmanaged', source: undefined },
    ['folder', 'Folder, not a project yet', 'adopt']
  ],
  [{ state: 'stopping' }, ['busy', 'Stopping', null]],
  [
    {
      ...none,
      state: 'building',
      build: aBuildOf('p', 'building', { detail: 'installing packages' })
    },
    ['busy', 'Building · installing packages', 'show']
  ],
  [
    { ...none, build: aBuildOf('p', 'waiting', { queuePosition: 2 }) },
    ['busy', 'Building · waiting, number 2', 'show']
  ],
  [{}, ['stopped', 'Stopped', 'switch']],
  [{ ...none, state: 'unbuilt' }, ['stopped', 'Not built', 'build']],
  [
    {
      ...none,
      state: 'unbuilt',
      build: aBuildOf('p', 'failed', { error: refused('network').problem })
    },
    ['failed', 'Build failed', 'show']
  ],
  [
    { build: aBuildOf('p', 'failed') },
    ['stopped', 'Last build failed · runs software of 12 Nov', 'switch']
  ],
  [
    { state: 'hibernating' as Project['state'] },
    ['stopped', 'hibernating', null]
  ]
])('a project that is %j is shown as %j', (project, shown) => {
  expect(words(project)).toEqual(shown);
});

it('on the home page the active project is opened', () => {
  expect(words({ active: true, state: 'running' }, 'home')[2]).toBe('open');
});

it.each([
  ['2026-11-22T11:59:50Z', 'now', 'now'],
  ['2026-11-22T11:15:00Z', '45 min', '45 minutes ago'],
  ['2026-11-22T09:30:00Z', '2 h', '2 hours ago'],
  ['2026-11-19T09:30:00Z', '3 d', '3 days ago'],
  ['2026-10-13T09:30:00Z', '13 Oct', '13 Oct'],
  ['2025-10-13T09:30:00Z', '13 Oct 2025', '13 Oct 2025']
])('%s is %s, or %s', (time, short, long) => {
  expect(format.age(time, now)).toBe(short);
  expect(format.ago(time, now)).toBe(long);
});

it('sizes are decimal, durations tick', () => {
  expect([0, 999, 88e6, 1.2e9].map(n => format.size(n))).toEqual([
    '0 byte',
    '999 byte',
    '88 MB',
    '1.2 GB'
  ]);
  expect(elapsed(61_500)).toBe('1:01');
});

it('a source is named without what everybody knows', () => {
  const gitlab = { url: 'https://gitlab.com/g/sub/repo', provider: 'gl' };
  expect(repository(sourceOf('o/r'))).toBe('o/r');
  expect(site(sourceOf('o/r'))).toBeUndefined();
  expect(site({ ...sourceOf('x'), ...gitlab })).toBe('GitLab');
  expect(repository({ ...sourceOf('x'), ...gitlab })).toBe('g/sub/repo');
  expect(shownRef(sourceOf('o/r', 'main'))).toBeUndefined();
  expect(shownRef(sourceOf('o/r', 'v2'))).toBe('v2');
});

it.each([
  ['', 'empty'],
  ['word', 'unlikely'],
  ['two words/here', 'unlikely'],
  ['--upload-pack=x/y', 'unlikely'],
  ['owner/repo', 'likely'],
  ['git@github.com:owner/repo', 'likely'],
  ['https://ada:secret@host/o/r', 'credentials'],
  ['https://token@host/o/r', 'credentials'],
  ['https://host/o/r@v2', 'likely']
])('the pasted text %j is %s', (text, kind) => {
  expect(pastedLink(text).kind).toBe(kind);
});

it('a copy has a free name', () => {
  expect(freeName('a', ['a', 'a-2'])).toBe('a-3');
});

it('marks keep the text whole, in any script', () => {
  for (const text of ['Ocean heat', 'Éclair', '海洋 heat', 'a😀heat']) {
    const parts = marked(text, ['heat', 'e']);
    expect(parts.map(part => part.text).join('')).toBe(text);
  }
  expect(marked('a😀heat', ['heat'])).toEqual([
    { text: 'a😀', match: false },
    { text: 'heat', match: true }
  ]);
});

describe('the keys of the list', () => {
  const place = { row: 1, rows: 9, cell: 0, cells: 2, page: 5, rtl: false };
  const move = (key: string, more = {}) =>
    gridMove(
      {
        ...{ key, shiftKey: false, ctrlKey: false },
        ...{ metaKey: false, altKey: false }
      },
      { ...place, ...more }
    );

  it('stay inside of it', () => {
    expect(move('PageDown')).toEqual({ row: 6 });
    expect(move('PageUp')).toEqual({ row: 0 });
    expect(move('ArrowDown', { row: 8 })).toEqual({ row: 8 });
    expect(move('ArrowLeft')).toEqual({ cell: 0 });
  });

  it('follow the direction of the text', () => {
    expect(move('ArrowLeft', { rtl: true })).toEqual({ cell: 1 });
    expect(move('ArrowRight', { rtl: true, cell: 1 })).toEqual({ cell: 0 });
  });

  it('leave Enter and Space to a button that has the focus', () => {
    expect(move('Enter', { cell: 1 })).toBeNull();
    expect(move(' ', { cell: 1 })).toBeNull();
    expect(move('Enter')).toBe('primary');
  });

  it('find titles, the next one first', () => {
    const titles = ['alpha', 'beta', 'Above'];
    expect(typeAhead(titles, 'a', 0)).toBe(2);
    expect(typeAhead(titles, 'al', 2)).toBe(0);
    expect(typeAhead(titles, 'x', 0)).toBe(-1);
  });
});
