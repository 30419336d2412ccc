/**
 * `npm run image`: writes the context of the container image to `dist/image`,
 * for `docker build dist/image`. All is bundled: no npm package is installed.
 */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build, INPUTS, unlessMade } from './prepare.ts';
import { ROOT, run } from './steps.ts';

/** The context of the image's build. */
const IMAGE_CONTEXT = join(ROOT, 'dist', 'image');

const CONTEXT = {
  name: 'image-context',
  of: [
    ...INPUTS,
    ...['companion/bin/*', 'deploy/image/**/*', 'scripts/{image,build-pod}.ts']
  ],
  files: ['dist/image/node']
};

/** The command of each program of the image; its file is below `companion/`. */
const PROGRAMS = {
  'projects-companion': 'node lib/main.js',
  'projects-gateway': 'node lib/gateway-main.js',
  'projects-agent': 'sh bin/agent.sh lib/pod/agent.mjs',
  'projects-check': 'node lib/pod/check.mjs'
} as const;

/** The programs that are bundled here; `build-pod.ts` makes the others. */
const SERVICES = ['main', 'gateway-main'];

/** The folder of the programs in the image. */
const COMPANION = '/opt/jupyterlab-projects/companion';

/** Packages of CommonJS in a bundle of modules call `require`. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);'
].join('\n');

/** Build the product, and make the context unless it is there. */
export async function makeImageContext(): Promise<string> {
  await build();
  await unlessMade(CONTEXT, writeContext);
  return IMAGE_CONTEXT;
}

async function writeContext(): Promise<void> {
  rmSync(IMAGE_CONTEXT, { recursive: true, force: true });
  const opt = join(IMAGE_CONTEXT, 'opt');
  const lib = join(opt, 'companion', 'lib');
  mkdirSync(lib, { recursive: true });
  mkdirSync(join(IMAGE_CONTEXT, 'bin'));
  const companion = join(ROOT, 'companion');
  copyFileSync(
    join(companion, 'package.json'),
    join(opt, 'companion', 'package.json')
  );
  cpSync(join(companion, 'bin'), join(opt, 'companion', 'bin'), {
    recursive: true
  });
  cpSync(join(companion, 'lib', 'home'), join(lib, 'home'), {
    recursive: true
  });
  const panel = join(ROOT, 'labextension');
  cpSync(panel, join(opt, 'labextension'), { recursive: true });
  cpSync(join(ROOT, 'deploy', 'image', 'pod'), join(opt, 'pod'), {
    recursive: true
  });
  const shared = 'pod/share/jupyter/labextensions/jupyterlab-projects';
  cpSync(panel, join(opt, shared), { recursive: true });
  await bundlePrograms(lib);
  copyFileSync(
    join(ROOT, 'deploy', 'image', 'Dockerfile'),
    join(IMAGE_CONTEXT, 'Dockerfile')
  );
  // Node itself, not a link to it.
  copyFileSync(process.execPath, join(IMAGE_CONTEXT, 'node'));
}

async function bundlePrograms(lib: string): Promise<void> {
  for (const [program, entry] of Object.entries(PROGRAMS)) {
    const file = join(IMAGE_CONTEXT, 'bin', program);
    const command = entry.replaceAll(/(?<= )/g, `${COMPANION}/`);
    writeFileSync(file, `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(file, 0o755);
  }
  await run('node', ['scripts/build-pod.ts']);
  cpSync(join(ROOT, 'companion', 'lib', 'pod'), join(lib, 'pod'), {
    recursive: true
  });
  await bundle({
    entryPoints: SERVICES.map(entry =>
      join(ROOT, 'companion', 'src', `${entry}.ts`)
    ),
    outdir: lib,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // Stack traces need names, which cost few bytes.
    keepNames: true,
    legalComments: 'linked',
    banner: { js: BANNER },
    logLevel: 'warning'
  });
}

if (import.meta.main) {
  console.log(await makeImageContext());
}
