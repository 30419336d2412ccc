import { screen, within } from '@testing-library/react';
import { projectOf } from '../../testing/panel-model.ts';
import { renderPanel } from '../../testing/render-panel.tsx';

it.each([
  ['stopped' as const, true],
  ['unmanaged' as const, false]
])('what is %s can be built again: %p', (state, may) => {
  renderPanel(
    { projects: [projectOf('Thesis', { state, source: undefined })] },
    {
      prepare: route => {
        route.select('thesis');
      }
    }
  );
  const details = screen.getByRole('region', { name: 'Details of Thesis' });
  const rebuild = within(details).queryByRole('button', {
    name: 'Rebuild Thesis'
  });
  expect(rebuild !== null).toBe(may);
});
