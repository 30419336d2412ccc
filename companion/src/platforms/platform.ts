import type { BuilderList } from '../builds/builders.ts';
import type { Driver } from '../drivers/driver.ts';
import type { Identity } from '../identity/identity.ts';
import type { Records } from '../records/records.ts';
import type { Sources } from '../repositories/sources.ts';
import type { Volumes } from '../volumes/volumes.ts';

/** The parts that differ between the places where servers run. */
export interface Platform {
  readonly driver: Driver;
  /** The first builder builds; an image belongs to the builder that made it. */
  readonly builders: BuilderList;
  readonly volumes: Volumes;
  readonly sources: Pick<Sources, 'resolve'>;
  /** The sizes of servers that a project can be given. */
  readonly profiles: readonly { readonly id: string; readonly label: string }[];
  /**
   * Where browsers reach servers: at the `gateway` of this service, or at a
   * proxy that is the `platform`'s own.
   */
  readonly entrance: 'gateway' | 'platform';
  readonly identity: (parts: IdentityParts) => Identity;
}

export interface IdentityParts {
  readonly records: Pick<Records, 'servers' | 'sessions'>;
  readonly now: () => Date;
}
