import type { Builder } from '../builds/builder.ts';
import type { Store } from '../store/store.ts';

/**
 * Let the builder remove what nothing refers to: no project, no server, no
 * switch under way and no build under way (an image may have its build's id).
 */
export async function collectImages(
  store: Store,
  builder: Pick<Builder, 'collect'>
): Promise<void> {
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
  await builder.collect(new Set(rows.map(row => row.image)));
}
