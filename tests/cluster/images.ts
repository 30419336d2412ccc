/** The images of the tests, built and pushed when one is asked for. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { heading } from '../../scripts/steps.ts';
import { basesOf, buildContext, type Context, docker, push } from './docker.ts';
import { CACHE, SOURCES } from './folders.ts';
import { locked } from './lock.ts';
import { REGISTRY } from './network.ts';
import { programsFolder } from './programs.ts';
import { digestOf } from './registry.ts';
import { importDebian } from './debian.ts';

type Recipe = Pick<Context, 'args'> & { readonly from: string };

/** Each image's folder below `images/`, and its build's arguments. */
const RECIPES = {
  debian: { from: 'debian' },
  pause: { from: 'pause' },
  base: { from: 'lab', args: { LAB: 'jupyterlab==4.6.*' } },
  lab42: { from: 'lab', args: { LAB: 'jupyterlab==4.2.*' } },
  lab40: { from: 'lab', args: { LAB: 'jupyterlab==4.0.*' } },
  penguins: { from: 'penguins' },
  ocean: { from: 'ocean' },
  'no-jupyter': { from: 'no-jupyter' },
  'root-user': { from: 'root-user' },
  'other-user': { from: 'other-user' },
  'no-shell': { from: 'no-shell' },
  'own-extension': { from: 'own-extension' },
  broken: { from: 'broken' },
  hostile: { from: 'hostile' }
} as const satisfies Record<string, Recipe>;

export type ImageName = keyof typeof RECIPES;

export const IMAGE_NAMES = Object.keys(RECIPES).filter(isImageName);

export function isImageName(name: string): name is ImageName {
  return name in RECIPES;
}

/** What each pushed image was made of. */
const STAMPS = join(CACHE, 'images.json');
const Stamps = z.record(
  z.string(),
  z.object({ stamp: z.string(), digest: z.string() })
);

/** The reference by digest of an image that the registry has. */
export async function ensureImage(name: ImageName): Promise<string> {
  // Somebody else's build is no reason to wait for an image that is there.
  return (await pushed(name)) ?? locked('images', () => ensured(name));
}

/** Build a context whose `FROM lab:...` may name our images. */
export function buildOn(context: Context): Promise<string> {
  return locked('images', async () => {
    for (const base of basesOf(context).filter(isImageName)) {
      await present(base);
    }
    return buildContext(context);
  });
}

async function ensured(name: ImageName): Promise<string> {
  const there = await pushed(name);
  if (there !== undefined) {
    return there;
  }
  heading(`Building the image lab:${name}`);
  const stamp = stampOf(name);
  const reference = await build(name);
  const digest = reference.slice(reference.indexOf('@') + 1);
  const all = { ...stamps(), [name]: { stamp, digest } };
  writeFileSync(`${STAMPS}.new`, JSON.stringify(all, null, 2));
  renameSync(`${STAMPS}.new`, STAMPS);
  return reference;
}

/** The image's reference, if what it is made of has been built and pushed. */
async function pushed(name: ImageName): Promise<string | undefined> {
  const known = stamps()[name];
  return known?.stamp === stampOf(name) && (await digestOf('lab', known.digest))
    ? `${REGISTRY}/lab@${known.digest}`
    : undefined;
}

async function build(name: ImageName): Promise<string> {
  if (name === 'debian') {
    await importDebian(`lab:${name}`);
    return push(`lab:${name}`);
  }
  const context = contextOf(name);
  for (const base of basesOf(context).filter(isImageName)) {
    await present(base);
  }
  return withProgram(name, context);
}

/** The image is in Docker, to build on it. */
async function present(name: ImageName): Promise<void> {
  const reference = await ensured(name);
  try {
    await docker(['image', 'inspect', `lab:${name}`]);
  } catch {
    await docker(['pull', reference]);
    await docker(['tag', reference, `lab:${name}`]);
  }
}

/** Those that hold nothing but our static program get it into their context. */
async function withProgram(name: ImageName, context: Context): Promise<string> {
  if (name !== 'pause' && name !== 'no-shell') {
    return buildContext(context);
  }
  const folder = mkdtempSync(join(tmpdir(), 'projects-image-'));
  try {
    copyFileSync(
      join(context.folder, 'Dockerfile'),
      join(folder, 'Dockerfile')
    );
    copyFileSync(join(programsFolder(), 'pause'), join(folder, 'pause'));
    return await buildContext({ ...context, folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function contextOf(name: ImageName): Context {
  const recipe: Recipe = RECIPES[name];
  const folder = join(SOURCES, 'images', recipe.from);
  return { folder, name: `lab:${name}`, args: recipe.args ?? {} };
}

/** A hash of all that an image is made of, down to its first base. */
function stampOf(name: ImageName): string {
  const context = contextOf(name);
  const hash = createHash('sha256').update(JSON.stringify(context.args));
  for (const entry of readdirSync(context.folder, {
    recursive: true,
    withFileTypes: true
  }).sort((a, b) => (inside(a) < inside(b) ? -1 : 1))) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      hash.update(`${path.slice(context.folder.length)}\0`);
      hash.update(readFileSync(path));
    }
  }
  if (name !== 'debian') {
    basesOf(context)
      .filter(isImageName)
      .forEach(base => hash.update(stampOf(base)));
  }
  return hash.digest('hex');
}

function inside(entry: { parentPath: string; name: string }): string {
  return join(entry.parentPath, entry.name);
}

function stamps(): z.infer<typeof Stamps> {
  try {
    return Stamps.parse(JSON.parse(readFileSync(STAMPS, 'utf8')));
  } catch {
    mkdirSync(CACHE, { recursive: true });
    return {};
  }
}
