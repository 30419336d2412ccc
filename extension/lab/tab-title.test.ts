import { nullTranslator } from '@jupyterlab/translation';
import { TabTitle } from './tab-title.ts';
import { aProject, FakeModel, penguins } from '../testing/fake-model.ts';

function open() {
  const fake = new FakeModel();
  fake.projects = [penguins(), aProject()];
  const page = Object.assign(new EventTarget(), {
    title: 'analysis.ipynb - JupyterLab',
    hidden: true
  });
  new TabTitle({
    model: fake.model,
    document: page as never,
    trans: nullTranslator.load('jupyterlab-projects')
  });
  const look = (hidden: boolean): void => {
    page.hidden = hidden;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { fake, page, look };
}

it('of a tab that nobody looks at says how a switch goes', () => {
  const { fake, page, look } = open();
  expect(page.title).toBe('analysis.ipynb - JupyterLab');
  fake.enter('starting');
  expect(page.title).toBe('⟳ Ocean heat – JupyterLab');
  fake.enter('ready');
  expect(page.title).toBe('✓ Ocean heat – JupyterLab');
  look(false);
  expect(page.title).toBe('analysis.ipynb - JupyterLab');
  look(true);
  expect(page.title).toBe('✓ Ocean heat – JupyterLab');
  fake.enter('failed');
  expect(page.title).toBe('analysis.ipynb - JupyterLab');
});

it('goes back to what Lab called it last', () => {
  const { fake, page, look } = open();
  fake.enter('starting');
  page.title = 'notes.md - JupyterLab';
  look(false);
  expect(page.title).toBe('notes.md - JupyterLab');
  look(true);
  look(false);
  expect(page.title).toBe('notes.md - JupyterLab');
});
