/** The form may be left while *Create* is answered. */
import { act, fireEvent, screen } from '@testing-library/react';
import { aBuildOf, projectOf, refused } from '../../testing/panel-model.ts';
import { renderPanel } from '../../testing/render-panel.tsx';

const project = projectOf('repo', { state: 'building' });
const made = { project, build: aBuildOf('repo', 'waiting') };

it('an answer that comes after the form was left leads nowhere', async () => {
  const { promise, resolve } = Promise.withResolvers<typeof made>();
  const panel = renderPanel(
    {},
    {
      prepare: (route, model) => {
        model.answerPreview = () => Promise.reject(refused('network'));
        model.answerCreate = () => promise;
        route.show({ view: 'create', source: 'owner/repo' });
      }
    }
  );
  const field: HTMLInputElement = screen.getByLabelText('Repository or link');
  await act(async () => {
    fireEvent.submit(field.form!);
    await Promise.resolve();
  });
  await act(async () => {
    panel.route.show({ view: 'list' });
    resolve(made);
    await promise;
  });
  expect(panel.route.place).toEqual({ view: 'list' });
});
