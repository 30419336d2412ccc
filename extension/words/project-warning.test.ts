import { nullTranslator } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { projectOf, refused } from '../testing/panel-model.ts';
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

describe('a folder that was renamed', () => {
  const renamed = projectOf('P', { warning: 'folder-renamed', renamedTo: 'q' });
  const open = () =>
    renderPanel(
      { projects: [renamed] },
      {
        prepare: route => {
          route.select('p');
        }
      }
    );
  const press = async () => {
    fireEvent.click(
      screen.getByRole('button', { name: 'Use the new name for P' })
    );
    await act(() => Promise.resolve());
  };

  it('is followed by a button', async () => {
    const { model } = open();
    await press();
    expect(model.asked).toContainEqual(['change', 'p', { renamedTo: 'q' }]);
  });

  it('says why it was not followed', async () => {
    const { model, actions } = open();
    const refusal = refused('folder-missing');
    model.change = () => Promise.reject(refusal);
    await press();
    expect(actions.fail).toHaveBeenCalledWith(refusal);
  });
});
