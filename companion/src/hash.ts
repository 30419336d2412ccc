import { createHash } from 'node:crypto';

/** How the store keeps what is secret: hexadecimal SHA-256. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
