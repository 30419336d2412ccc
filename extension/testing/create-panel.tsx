/** The form of a new project, and what a person does in it. */
import { act, fireEvent, screen } from '@testing-library/react';
import type { Preview } from 'jupyterlab-projects-companion/contract';
import { aBuildOf, projectOf, sourceOf } from './panel-model.ts';
import type { RenderedPanel } from './render-panel.tsx';
import { renderPanel } from './render-panel.tsx';

export const url = 'https://github.com/owner/repo';
export const preview: Preview = {
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
export const made = { project, build: aBuildOf('repo', 'waiting') };

export function openForm(
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

export const field = (): HTMLInputElement =>
  screen.getByLabelText('Repository or link');
export const type = (text: string): void => {
  fireEvent.change(field(), { target: { value: text } });
};
export const settle = (): Promise<void> =>
  act(() => jest.advanceTimersByTimeAsync(300));
export const submit = (): Promise<void> =>
  act(async () => {
    fireEvent.submit(field().form!);
    await Promise.resolve();
  });
export const asked = ({ model }: RenderedPanel, call: string): unknown[] =>
  model.asked.filter(([name]) => name === call).map(([, request]) => request);
