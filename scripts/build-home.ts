/** Bundle the home page into the companion: `home.js` and `home.css`. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, 'companion/lib/home');

/**
 * The page needs one module of each of these packages, whose entries load form
 * builders, kernels and terminals as well.
 */
const NARROW: Readonly<Record<string, string>> = {
  '@jupyterlab/ui-components': '@jupyterlab/ui-components/lib/icon/index.js',
  '@jupyterlab/services': '@jupyterlab/services/lib/serverconnection.js',
  '@jupyterlab/translation': '@jupyterlab/translation/lib/base.js'
};

const narrow: Plugin = {
  name: 'narrow',
  setup(context) {
    const filter = /^@jupyterlab\/(ui-components|services|translation)$/;
    context.onResolve({ filter }, async ({ path, importer, kind }) => {
      const ours = importer.startsWith(join(ROOT, 'extension'));
      const to = ours ? NARROW[path] : undefined;
      return to === undefined
        ? undefined
        : context.resolve(to, { kind, resolveDir: dirname(importer) });
    });
  }
};

const result = await build({
  entryPoints: [
    { in: join(ROOT, 'extension/home/home.tsx'), out: 'home' },
    { in: join(ROOT, 'style/home.css'), out: 'home' }
  ],
  absWorkingDir: ROOT,
  outdir: OUT,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  jsx: 'transform',
  legalComments: 'linked',
  loader: { '.svg': 'text' },
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  plugins: [narrow],
  metafile: true,
  logLevel: 'warning'
});

for (const path of Object.keys(result.metafile.outputs)) {
  const bytes = await readFile(join(ROOT, path));
  const kilobytes = (length: number): string => (length / 1000).toFixed(0);
  const zipped = kilobytes(gzipSync(bytes).length);
  console.log(`${path}: ${kilobytes(bytes.length)} kB, ${zipped} kB gzipped`);
}
