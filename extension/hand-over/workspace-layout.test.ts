import { WorkspaceLayout } from './workspace-layout.ts';

const LAYOUT = { 'layout-restorer:data': { main: {} } };

function layout(
  save: () => Promise<unknown>,
  options: Partial<WorkspaceLayout.IOptions> = {}
): WorkspaceLayout {
  return new WorkspaceLayout({
    state: { toJSON: () => Promise.resolve(LAYOUT) },
    workspaces: { save },
    ids: () => ['penguins', 'penguins'],
    ...options
  } as WorkspaceLayout.IOptions);
}

it('is written as Lab writes it', async () => {
  const save = jest.fn(() => Promise.resolve());
  await layout(save).save();
  expect(save).toHaveBeenCalledTimes(1);
  expect(save).toHaveBeenCalledWith('penguins', {
    data: LAYOUT,
    metadata: { id: 'penguins' }
  });
});

it('of a page in another workspace is also where the way back leads', async () => {
  const save = jest.fn((id: string) => Promise.resolve(id));
  await layout(save as never, { ids: () => ['default', 'penguins'] }).save();
  expect(save.mock.calls.map(([id]) => id)).toEqual(['default', 'penguins']);
});

it('is not written where a page has no workspace', async () => {
  const save = jest.fn(() => Promise.resolve());
  await layout(save, { ids: () => ['', ''] }).save();
  await layout(save, { state: null }).save();
  expect(save).not.toHaveBeenCalled();
});

it('that cannot be written keeps nobody', async () => {
  const save = (): Promise<never> => Promise.reject(new Error('gone'));
  await expect(layout(save).save()).resolves.toBeUndefined();
});
