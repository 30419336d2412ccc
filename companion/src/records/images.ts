import type { Store } from '../store/store.ts';

/**
 * The images that something refers to: a project, a server, a switch under way or
 * a build under way (an image may have its build's id).
 */
export async function referencedImages(
  store: Store
): Promise<ReadonlySet<string>> {
  const rows = await store
    .selectFrom('images')
    .select('id as image')
    .union(store.selectFrom('servers').select('image'))
    .union(
      store
        .selectFrom('switches')
        .select('image')
        .where('ended_at', 'is', null)
        .where('image', 'is not', null)
        .$narrowType<{ image: string }>()
    )
    .union(
      store
        .selectFrom('builds')
        .select('id as image')
        .where('ended_at', 'is', null)
    )
    .execute();
  return new Set(rows.map(row => row.image));
}
