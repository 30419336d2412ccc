/** Names one server: `name` is a project's slug, or that and `-b`. */
export interface ServerRef {
  readonly user: string;
  readonly name: string;
}
