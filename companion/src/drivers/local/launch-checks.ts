import { access, constants, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failed } from '../../base/errors.ts';

/** Fail unless the environment has a JupyterLab. */
export async function requireImage(path: string, image: string): Promise<void> {
  try {
    await access(join(path, 'bin', 'jupyter-lab'), constants.X_OK);
  } catch (cause) {
    throw new Failed(
      'image-unavailable',
      'The environment of the project is not there any more: rebuild it.',
      { cause, values: { image }, actions: ['retry', 'stay'] }
    );
  }
}

/** Fail unless it is a folder: a link could lead out of the projects root. */
export async function requireFolder(
  path: string,
  folder: string
): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isDirectory()) {
    throw new Failed('folder-missing', `The folder ${folder} is not there.`, {
      values: { folder },
      actions: ['stay']
    });
  }
}
