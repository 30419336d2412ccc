/** Our own image, made from the checkout. */
import { makeImageContext } from '../../scripts/image.ts';
import { buildOn } from './images.ts';
import { locked } from './lock.ts';

/** Return its reference by digest; build and push it if need be. */
export async function productImage(): Promise<string> {
  return buildOn({
    folder: await locked('product-image', makeImageContext),
    name: 'projects:test',
    args: { BASE: 'lab:debian' }
  });
}
