/** Our own image, of what is in the checkout. */
import { makeImageContext } from '../../scripts/image.ts';
import { buildOn } from './images.ts';
import { locked } from './lock.ts';

/** Its reference by digest; built and pushed if need be. */
export async function productImage(): Promise<string> {
  return buildOn({
    folder: await locked('product-image', makeImageContext),
    name: 'projects:test',
    args: { BASE: 'lab:debian' }
  });
}
