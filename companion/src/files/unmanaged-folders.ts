import type { Project } from '../contract/contract.ts';
import type { Folder } from '../volumes/volume.ts';

/** Makes an id that no project has: theirs have no colon. */
const unmanagedId = (folder: string) => `folder:${folder}`;

/** Returns the folder that such an id names. */
export function unmanagedFolder(id: string): string | undefined {
  return id.startsWith('folder:') ? id.slice('folder:'.length) : undefined;
}

/** Lists folders that are no project's, and entries that cannot be used. */
export function unmanagedOf(
  folders: readonly Folder[],
  projects: readonly Pick<Project, 'name' | 'renamedTo'>[]
): Project[] {
  const known = new Set(projects.flatMap(namesOf));
  return folders
    .filter(({ name, kind }) => kind !== 'file' && !known.has(name))
    .map(unmanaged);
}

/** Lists a project's name, and the one that its server's folder has now. */
const namesOf = ({ name, renamedTo }: Pick<Project, 'name' | 'renamedTo'>) => [
  name,
  renamedTo
];

function unmanaged({ name, kind, modifiedAt }: Folder): Project {
  return {
    id: unmanagedId(name),
    slug: '',
    name,
    title: name,
    active: false,
    state: 'unmanaged',
    lastUsed: modifiedAt,
    bytes: null,
    images: [],
    ...(kind === 'folder' ? {} : { warning: kind })
  };
}
