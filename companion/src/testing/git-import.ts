import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Contents by path; `null` removes a file, `#!` makes it executable. */
export type Files = Readonly<
  Record<string, string | null | { readonly link: string }>
>;

export interface CommitOptions {
  readonly branch?: string;
  readonly message?: string;
  /** Tags of the commit. */
  readonly tags?: readonly string[];
  /** Tags of the commit that are objects of their own. */
  readonly annotatedTags?: readonly string[];
}

/** Add a commit to a bare repository; resolves to its id. */
export async function fastImport(
  path: string,
  files: Files,
  options: CommitOptions
): Promise<string> {
  const { branch = 'main', tags = [], annotatedTags = [] } = options;
  const ref = `refs/heads/${branch}`;
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', ['-C', path, ...args])).stdout.trim();
  const parent = await git('for-each-ref', '--format=%(objectname)', ref);
  const person = 'Ada <ada@example.org> 1767225600 +0000';
  const lines = [
    `commit ${ref}`,
    `author ${person}`,
    `committer ${person}`,
    data(options.message ?? 'Change files'),
    ...(parent ? [`from ${parent}`] : []),
    ...Object.entries(files).map(([name, content]) => change(name, content)),
    '',
    ...tags.map(tag => `reset refs/tags/${tag}\nfrom ${ref}\n`),
    ...annotatedTags.map(
      tag => `tag ${tag}\nfrom ${ref}\ntagger ${person}\n${data(tag)}`
    ),
    'done',
    ''
  ];
  await new Promise<void>((resolve, reject) => {
    const child = execFile(
      'git',
      ['-C', path, 'fast-import', '--quiet', '--done'],
      error => {
        if (error) {
          reject(new Error(error.message));
        } else {
          resolve();
        }
      }
    );
    child.stdin?.end(lines.join('\n'));
  });
  return git('rev-parse', ref);
}

function change(name: string, content: Files[string] | null): string {
  if (content === null) {
    return `D ${name}`;
  }
  const isText = typeof content === 'string';
  const mode = !isText
    ? '120000'
    : content.startsWith('#!')
      ? '100755'
      : '100644';
  return `M ${mode} inline ${name}\n${data(isText ? content : content.link)}`;
}

function data(text: string): string {
  return `data ${String(Buffer.byteLength(text))}\n${text}`;
}
