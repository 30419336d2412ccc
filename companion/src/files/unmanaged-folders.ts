import type { Project } from '../contract/contract.ts';
import type { Folder } from '../volumes/volume.ts';

/** Never the id of a project, which has no colon in it. */
const unmanagedId = (folder: string) => `folder:${folder}`;

/** The folder that such an id names. */
export function unmanagedFolder(id: string): string | undefined {
  return id.startsWith('folder:') ? id.slice('folder:'.length) : undefined;
}

/** What of a volume is listed beside the projects: folders, and what is broken. */
export function unmanagedOf(
  folders: readonly Folder[],
  projects: readonly Pick<Project, 'name' | 'renamedTo'>[]
): Project[] {
  const known = new Set(projects.flatMap(namesOf));
  return folders
    .filter(({ name, kind }) => kind !== 'file' && !known.has(name))
    .map(unmanaged);
}

/** Also the name to which its folder was renamed under its server. */
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
