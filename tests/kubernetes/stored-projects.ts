/** Projects that were built and not opened yet, in the store of a companion. */
import { DataFolder } from '../../companion/src/store/data-folder.ts';
import { USER } from './places.ts';

/** Each project's images, the newest first; its slug is its id, too. */
export type StoredProjects = Readonly<Record<string, readonly string[]>>;

export async function storeProjects(
  data: string,
  projects: StoredProjects
): Promise<void> {
  const store = new DataFolder(data).open();
  const created_at = new Date(0).toISOString();
  for (const [id, images] of Object.entries(projects)) {
    await store
      .insertInto('projects')
      .values({
        ...{ id, user: USER, slug: id, name: id, title: id, created_at },
        ...{ source_json: null, last_used: null }
      })
      .execute();
    for (const [age, image] of images.entries()) {
      await store
        .insertInto('images')
        .values({
          ...{ id: image, project: id, label: null, commit_id: null },
          built_at: new Date(1e12 - age * 1000).toISOString(),
          builder: 'binderhub'
        })
        .execute();
    }
  }
  await store.destroy();
}
