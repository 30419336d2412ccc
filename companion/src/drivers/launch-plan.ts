import type { ServerRef } from './server-ref.ts';

/** Everything a driver needs to start one server. */
export interface LaunchPlan {
  readonly server: ServerRef;
  readonly project: string;
  /** The project's slug: the id of its Lab workspace. */
  readonly slug: string;
  /** An OCI reference by digest, or a local environment id. */
  readonly image: string;
  /** The folder below the projects root; the rescue server has none. */
  readonly folder: string | null;
  /** True when the folder is missing and has to be filled from the image. */
  readonly seed: boolean;
  /** With `seed`: true when nothing of the user's was on a volume yet. */
  readonly newVolume: boolean;
  /** The administrator's profile of resources that the project has. */
  readonly profile?: string;
  /** The server's own token, 256 random bits; the page gets it, too. */
  readonly token: string;
  /** Added to the server's environment, e.g. `BINDER_REPO_URL`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The plan of a server that has a project. */
export type ProjectPlan = LaunchPlan & { readonly folder: string };

export function isOfProject(plan: LaunchPlan): plan is ProjectPlan {
  return plan.folder !== null;
}
