import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile
} from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { checkName } from '../../volumes/folder-name.ts';
import type { ServerRef } from '../server-ref.ts';

const ServerRecord = z.object({
  user: z.string(),
  name: z.string(),
  project: z.string(),
  image: z.string(),
  path: z.string(),
  startedAt: z.string(),
  pid: z.number().int().positive(),
  /** When the process began, in the words of the platform. */
  started: z.string(),
  port: z.number().int().positive(),
  token: z.string(),
  /** True once the server was found ready; until then nobody is led to it. */
  ready: z.boolean()
});
export type ServerRecord = z.infer<typeof ServerRecord>;

/** The servers that were started, in files that outlive the companion. */
export class ServerRegistry {
  readonly #folder: string;

  constructor(deps: { readonly folder: string }) {
    this.#folder = deps.folder;
  }

  async write(record: ServerRecord): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#path(record.name);
    await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async read(server: ServerRef): Promise<ServerRecord | undefined> {
    const record = await this.#load(this.#path(server.name));
    return record?.user === server.user ? record : undefined;
  }

  async all(): Promise<ServerRecord[]> {
    const files = await readdir(this.#folder).catch(() => []);
    const records = await Promise.all(
      files
        .filter(file => file.endsWith('.json'))
        .map(file => this.#load(join(this.#folder, file)))
    );
    return records.filter(record => record !== undefined);
  }

  async remove(server: ServerRef): Promise<void> {
    await rm(this.#path(server.name), { force: true });
  }

  #path(name: string): string {
    return join(this.#folder, `${checkName(name)}.json`);
  }

  /** Read a record; other files are not ours, or of a later version. */
  async #load(path: string): Promise<ServerRecord | undefined> {
    try {
      return ServerRecord.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch {
      return undefined;
    }
  }
}
