/** In order; a store counts those it has had. Never edit a released one. */
export const MIGRATIONS: readonly string[] = [
  `
  create table users (
    user text primary key,
    active_project text,
    active_server text
  ) strict;
  create table projects (
    id text primary key,
    user text not null,
    slug text not null,
    name text not null,
    title text not null,
    source_json text,
    created_at text not null,
    last_used text,
    unique (user, slug),
    unique (user, name)
  ) strict;
  create table images (
    id text not null,
    project text not null references projects (id) on delete cascade,
    label text,
    commit_id text,
    built_at text not null,
    builder text not null,
    primary key (project, id)
  ) strict;
  create table builds (
    id text primary key,
    user text not null,
    project text not null references projects (id) on delete cascade,
    source_json text not null,
    phase text not null,
    detail text,
    steps_json text not null,
    image text,
    error_json text,
    started_at text not null,
    ended_at text
  ) strict;
  create index builds_by_project on builds (project, started_at);
  create table servers (
    user text not null,
    name text not null,
    project text not null,
    image text not null,
    token_hash text not null unique,
    started_at text not null,
    left_at text,
    primary key (user, name)
  ) strict;
  create table switches (
    id text primary key,
    user text not null,
    project text not null,
    from_project text,
    from_server text,
    server text,
    image text,
    phase text not null,
    state_json text not null,
    ticket_hash text not null,
    started_at text not null,
    ended_at text
  ) strict;
  -- One switch per user at a time, also between two companions.
  create unique index one_switch_per_user on switches (user) where ended_at is null;
  create index switches_by_user on switches (user, started_at);
  create table sessions (
    hash text primary key,
    user text not null,
    created_at text not null
  ) strict;
  create table idempotency (
    user text not null,
    key text not null,
    request_hash text not null,
    status integer,
    answer_json text,
    created_at text not null,
    primary key (user, key)
  ) strict;
  create table settings (key text primary key, value text not null) strict;
  `,
  `
  create table trash (
    id text primary key,
    user text not null,
    project text unique references projects (id) on delete cascade,
    name text not null,
    bytes integer,
    trashed_at text not null
  ) strict;
  create index trash_by_user on trash (user);
  create table folder_moves (
    id text primary key,
    user text not null,
    kind text not null,
    project text references projects (id) on delete cascade,
    trash text,
    from_name text not null,
    to_name text not null,
    begun_at text not null
  ) strict;
  create table sizes (
    project text primary key references projects (id) on delete cascade,
    bytes integer not null,
    measured_at text not null
  ) strict;
  create table copies (
    project text primary key references projects (id) on delete cascade,
    operation text not null,
    error_json text
  ) strict;
  create table adopted (
    project text primary key references projects (id) on delete cascade
  ) strict;
  `,
  `
  alter table projects add column profile text;
  `,
  `
  -- Hashes are made with a key now: who was signed in signs in once more.
  drop table sessions;
  create table sessions (
    hash text primary key,
    page_hash text not null unique,
    user text not null,
    opened_at text not null,
    used_at text not null
  ) strict;
  delete from settings where key = 'home-secret';
  `,
  `
  create table failed_starts (
    switch text primary key,
    user text not null,
    project text references projects (id) on delete cascade,
    at text not null,
    error_json text not null,
    log text not null
  ) strict;
  create index failed_starts_by_user on failed_starts (user);
  `,
  `
  alter table failed_starts add column ready integer not null default 0;
  `
];
