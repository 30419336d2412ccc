import { nullTranslator } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { screen, within } from '@testing-library/react';
import { projectOf } from '../testing/panel-model.ts';
import { renderPanel } from '../testing/render-panel.tsx';
import { warningSentence } from './project-warning.ts';

const trans = nullTranslator.load('jupyterlab-projects');

test.each<[Partial<Project>, string | undefined]>([
  [{}, undefined],
  [{ warning: 'volume-unavailable' }, 'Your files cannot be reached now.'],
  [{ warning: 'folder-missing' }, 'The folder p is not there any more.'],
  [
    { warning: 'folder-renamed', renamedTo: 'q' },
    'The folder p was renamed to q.'
  ],
  [
    { warning: 'folder-renamed' },
    'The folder p was moved while you work in it.'
  ],
  [{ warning: 'not-a-folder' }, 'Something else is in place of the folder p.'],
  [{ warning: 'haunted' }, 'haunted']
])('%j: %s', (more, sentence) => {
  expect(warningSentence(projectOf('P', more), trans)).toBe(sentence);
});

it('is read on the row and in the details', () => {
  renderPanel(
    { projects: [projectOf('P', { warning: 'folder-missing' })] },
    {
      prepare: route => {
        route.select('p');
      }
    }
  );
  const sentence = 'The folder p is not there any more.';
  within(
    screen.getByRole('row', {
      name: new RegExp(`^P\\. Stopped\\. ${sentence}`)
    })
  ).getByText(sentence, { exact: false });
  const details = screen.getByRole('region', { name: 'Details of P' });
  within(details).getByText(sentence);
});
