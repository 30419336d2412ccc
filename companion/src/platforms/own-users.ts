import type { Config } from '../config/config.ts';
import { Auth } from '../identity/auth.ts';
import type { Platform } from './platform.ts';

/** Make the parts of a platform without users or proxy: it uses ours. */
export function ownUsers(
  config: Pick<Config, 'token' | 'tokenChosen' | 'user'>
): Pick<Platform, 'identity' | 'entrance'> {
  const { token, tokenChosen: chosen, user } = config;
  return {
    identity: parts => new Auth({ ...parts, token, chosen, user }),
    entrance: 'gateway'
  };
}
