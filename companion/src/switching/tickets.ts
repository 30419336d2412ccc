import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../base/hash.ts';

/** 256 random bits, as a ticket of a switch or a token of a server. */
export const newSecret = () => randomBytes(32).toString('base64url');

/** True when `hash` is that of `secret`; compares in constant time. */
export function matches(secret: string, hash: string): boolean {
  const given = Buffer.from(sha256(secret));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}
