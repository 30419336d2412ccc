import { act, fireEvent, screen } from '@testing-library/react';
import type { Usage } from 'jupyterlab-projects-companion/contract';
import { projectOf } from '../../testing/panel-model.ts';
import { renderPanel } from '../../testing/render-panel.tsx';

const GB = 1e9;

function show(usage: Usage | null) {
  const panel = renderPanel(
    { projects: [projectOf('Penguins')] },
    {
      prepare: (_route, model) => {
        model.volume.usage = usage;
      }
    }
  );
  return { ...panel, line: document.querySelector('.jp-Projects-usage') };
}

it.each<[Usage, string]>([
  [{ bytes: 24.1 * GB, capacity: 50 * GB }, '24 GB of 50 GB'],
  [{ bytes: 2.4 * GB, capacity: null }, '2.4 GB used']
])('says what the volume holds: %j', (usage, text) => {
  expect(show(usage).line?.textContent).toBe(text);
});

it('leads to the trash, where that takes something', () => {
  const { route } = show({ bytes: 5 * GB, capacity: 9 * GB, trash: 3.1 * GB });
  fireEvent.click(screen.getByRole('button', { name: 'Trash · 3.1 GB' }));
  expect(route.place).toEqual({ view: 'trash' });
});

it('warns where nearly all is taken', () => {
  const { line, model } = show({ bytes: 8 * GB, capacity: 10 * GB });
  expect(line?.className).not.toContain('warning');
  act(() => {
    model.volume.usage = { bytes: 9 * GB, capacity: 10 * GB };
    model.set({});
  });
  expect(line?.className).toContain('warning');
});

it.each([null, { bytes: null, capacity: 10 * GB }])(
  'says nothing where nothing is known: %j',
  usage => {
    expect(show(usage).line).toBeNull();
  }
);
