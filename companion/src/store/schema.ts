/** Tables of the store. Times are ISO 8601 UTC; `*_json` is of the contract. */
export interface Tables {
  /** One row per user that ever opened a project. */
  users: {
    user: string;
    /** The active project and the server that the user's Lab runs on. */
    active_project: string | null;
    active_server: string | null;
  };
  projects: {
    id: string;
    user: string;
    /** Unique per user, never changed: server names and URLs have it. */
    slug: string;
    /** Folder below the root, unique per user; `trash/<id>` in the trash. */
    name: string;
    title: string;
    source_json: string | null;
    created_at: string;
    last_used: string | null;
    /** The profile of resources that was chosen. */
    profile: string | null;
  };
  images: {
    /** An OCI reference by digest, or a local environment id. */
    id: string;
    project: string;
    label: string | null;
    commit_id: string | null;
    built_at: string;
    builder: string;
  };
  builds: {
    id: string;
    user: string;
    project: string;
    source_json: string;
    phase: string;
    detail: string | null;
    steps_json: string;
    image: string | null;
    error_json: string | null;
    started_at: string;
    ended_at: string | null;
  };
  /** Servers that were asked to start; the driver knows which really run. */
  servers: {
    user: string;
    name: string;
    project: string;
    image: string;
    /** SHA-256 of the server's token, hexadecimal. */
    token_hash: string;
    started_at: string;
    /** When the user left it warm; the last that were left are kept. */
    left_at: string | null;
  };
  /** The journal: a step is written before it is taken. */
  switches: {
    id: string;
    user: string;
    project: string;
    from_project: string | null;
    from_server: string | null;
    server: string | null;
    image: string | null;
    phase: string;
    state_json: string;
    ticket_hash: string;
    started_at: string;
    ended_at: string | null;
  };
  /** The last server of each project, where it failed. */
  failed_starts: {
    switch: string;
    user: string;
    /** `null` for the rescue server. */
    project: string | null;
    at: string;
    error_json: string;
    /** The output of the server. */
    log: string;
    /** 1 where the server had been ready, and ended by itself later. */
    ready: number;
  };
  /** Browser sessions, by hashes of the cookie and of the home page's token. */
  sessions: {
    hash: string;
    page_hash: string;
    user: string;
    opened_at: string;
    /** Kept to the hour. */
    used_at: string;
  };
  idempotency: {
    user: string;
    key: string;
    /** SHA-256 of method, path and body. */
    request_hash: string;
    status: number | null;
    answer_json: string | null;
    created_at: string;
  };
  settings: { key: string; value: string };
  /** Deleted folders; those that we did not put there have no row. */
  trash: {
    id: string;
    user: string;
    /** `null` for a folder that was no project. */
    project: string | null;
    /** The folder's name before. */
    name: string;
    bytes: number | null;
    trashed_at: string;
  };
  /** The journal of moves of folders: written before, removed when recorded. */
  folder_moves: {
    id: string;
    user: string;
    kind: 'trash' | 'restore' | 'rename';
    project: string | null;
    /** The id in the trash; `null` for a rename. */
    trash: string | null;
    from_name: string;
    to_name: string;
    begun_at: string;
  };
  /** Sizes of projects' folders when they were last measured. */
  sizes: { project: string; bytes: number; measured_at: string };
  /** Projects whose folder is still being copied, or could not be. */
  copies: { project: string; operation: string; error_json: string | null };
  /** Projects that were a folder first: a build leaves the folder as it is. */
  adopted: { project: string };
}
