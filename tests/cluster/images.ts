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
import { buildPause, PAUSE } from './programs.ts';
import { tagDigest } from './registry.ts';
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
  'without-shell': { from: 'without-shell' },
  'home-only': { from: 'home-only' },
  'own-extension': { from: 'own-extension' },
  'own-path': { from: 'own-path' },
  broken: { from: 'broken' },
  hostile: { from: 'hostile' }
} as const satisfies Record<string, Recipe>;

export type ImageName = keyof typeof RECIPES;

export const IMAGE_NAMES = Object.keys(RECIPES).filter(isImageName);

export function isImageName(name: string): name is ImageName {
  return name in RECIPES;
}

/** The images that hold nothing but our static program. */
const HOLDS_PAUSE = ['lab:pause', 'lab:no-shell'];

/** The digests of pushed images, by a hash of all that each was made of. */
const PUSHED = join(CACHE, 'images.json');
const Pushed = z.record(z.string(), z.string());

/** Return one of our images by digest; build and push it if need be. */
export function ensureImage(name: ImageName): Promise<string> {
  return ensured(contextOf(name), () => build(name));
}

/** Build a context unless it is built; `FROM lab:...` may name our images. */
export function buildOn(context: Context): Promise<string> {
  return ensured(context, () => buildOnBases(context));
}

/** Pull the image unless Docker has it, to build on it or to look at it. */
export async function ensureLocal(reference: string): Promise<void> {
  try {
    await docker(['image', 'inspect', reference]);
  } catch {
    await docker(['pull', reference]);
  }
}

async function ensured(
  context: Context,
  make: () => Promise<string>
): Promise<string> {
  // Somebody else's build is no reason to wait for an image that is there.
  return (await pushed(context)) ?? locked('images', () => made(context, make));
}

/** Do the same; the caller holds the lock of all builds. */
async function made(
  context: Context,
  make: () => Promise<string>
): Promise<string> {
  const known = await pushed(context);
  if (known !== undefined) {
    return known;
  }
  heading(`Building the image ${context.name}`);
  const reference = await make();
  const digest = reference.slice(reference.indexOf('@') + 1);
  writeFileSync(
    `${PUSHED}.new`,
    JSON.stringify({ ...allPushed(), [stampOf(context)]: digest }, null, 2)
  );
  renameSync(`${PUSHED}.new`, PUSHED);
  return reference;
}

/** Return the image's reference, if its sources have been built and pushed. */
async function pushed(context: Context): Promise<string | undefined> {
  const [repository = '', tag = 'latest'] = context.name.split(':');
  const digest = allPushed()[stampOf(context)];
  return digest !== undefined && (await tagDigest(repository, tag, digest))
    ? `${REGISTRY}/${repository}@${digest}`
    : undefined;
}

async function build(name: ImageName): Promise<string> {
  if (name === 'debian') {
    await importDebian(`lab:${name}`);
    return push(`lab:${name}`);
  }
  const context = contextOf(name);
  return HOLDS_PAUSE.includes(context.name)
    ? buildWithPause(context)
    : buildOnBases(context);
}

async function buildOnBases(context: Context): Promise<string> {
  for (const base of basesOf(context).filter(isImageName)) {
    const own = contextOf(base);
    const reference = await made(own, () => build(base));
    await ensureLocal(reference);
    await docker(['tag', reference, own.name]);
  }
  return buildContext(context);
}

/** Build with our static program in the context. */
async function buildWithPause(context: Context): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'projects-image-'));
  try {
    copyFileSync(
      join(context.folder, 'Dockerfile'),
      join(folder, 'Dockerfile')
    );
    await buildPause(folder);
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

/** Return a hash of all that an image is made of, down to its first base. */
function stampOf(context: Context): string {
  const { name, folder, dockerfile, args } = context;
  const hash = createHash('sha256').update(
    JSON.stringify([name, dockerfile, args])
  );
  for (const entry of readdirSync(folder, {
    recursive: true,
    withFileTypes: true
  }).sort((a, b) => (inside(a) < inside(b) ? -1 : 1))) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      hash.update(`${path.slice(folder.length)}\0`);
      hash.update(readFileSync(path));
    }
  }
  if (HOLDS_PAUSE.includes(name)) {
    hash.update(readFileSync(PAUSE));
  }
  if (name !== 'lab:debian') {
    basesOf(context)
      .filter(isImageName)
      .forEach(base => hash.update(stampOf(contextOf(base))));
  }
  return hash.digest('hex');
}

function inside(entry: { parentPath: string; name: string }): string {
  return join(entry.parentPath, entry.name);
}

function allPushed(): z.infer<typeof Pushed> {
  try {
    return Pushed.parse(JSON.parse(readFileSync(PUSHED, 'utf8')));
  } catch {
    mkdirSync(CACHE, { recursive: true });
    return {};
  }
}
