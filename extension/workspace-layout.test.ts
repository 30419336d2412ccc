import { WorkspaceLayout } from './workspace-layout.ts';

const LAYOUT = { 'layout-restorer:data': { main: {} } };

function layout(
  save: () => Promise<unknown>,
  options: Partial<WorkspaceLayout.IOptions> = {}
): WorkspaceLayout {
  return new WorkspaceLayout({
    state: { toJSON: () => Promise.resolve(LAYOUT) },
    workspaces: { save },
    id: 'penguins',
    ...options
  } as WorkspaceLayout.IOptions);
}

it('is written as Lab writes it', async () => {
  const save = jest.fn(() => Promise.resolve());
  await layout(save).save();
  expect(save).toHaveBeenCalledWith('penguins', {
    data: LAYOUT,
    metadata: { id: 'penguins' }
  });
});

it('is not written where a page has no workspace', async () => {
  const save = jest.fn(() => Promise.resolve());
  await layout(save, { id: '' }).save();
  await layout(save, { state: null }).save();
  expect(save).not.toHaveBeenCalled();
});

it('that cannot be written keeps nobody', async () => {
  const save = (): Promise<never> => Promise.reject(new Error('gone'));
  await expect(layout(save).save()).resolves.toBeUndefined();
});
