/** A trash without a companion, which tests set. */
import type {
  Adopted,
  AdoptRequest,
  DuplicateRequest,
  Project,
  Trashed
} from 'jupyterlab-projects-companion/contract';
import type { IMovedFiles, IVolume } from '../volume-tokens.ts';

export class FakeVolume implements IVolume {
  trash: readonly Trashed[] | null = null;
  outside: IVolume['outside'] = null;
  usage: IVolume['usage'] = null;
  readonly moveOutside = jest.fn(
    (name: string, like: string | null): Promise<IMovedFiles> =>
      Promise.resolve({
        ...{ id: 'm1', name, files: this.outside?.files ?? 0 },
        project: like === null ? null : ({ id: name } as Project)
      })
  );
  readonly adopt = jest.fn(
    (folder: string, { title = folder }: AdoptRequest): Promise<Adopted> =>
      Promise.resolve({ project: { id: title, title } as Project })
  );
  readonly duplicate = jest.fn((_from: string, request: DuplicateRequest) =>
    Promise.resolve({ id: 'copy', ...request } as Project)
  );
  readonly moveBack = jest.fn<Promise<void>, [IMovedFiles]>(() =>
    Promise.resolve()
  );
  readonly loadTrash = jest.fn(() => Promise.resolve());
  readonly restore = jest.fn((id: string) =>
    Promise.resolve({ id, name: id, title: id } as Project)
  );
  readonly purge = jest.fn<Promise<void>, [string]>(() => Promise.resolve());
  readonly emptyTrash = jest.fn(() => Promise.resolve());
}

/** A project that was deleted three days ago. */
export function aTrashed(title: string, more: Partial<Trashed> = {}): Trashed {
  const name = title.toLowerCase().replaceAll(' ', '-');
  const at = (days: number): string =>
    new Date(Date.now() + 86_400_000 * days).toISOString();
  return {
    ...{ id: name, name, title, project: name },
    deletedAt: at(-3),
    purgeAt: at(26.5),
    bytes: 2_800_000_000,
    ...more
  };
}
