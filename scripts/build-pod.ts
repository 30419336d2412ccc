import { build } from 'esbuild';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Bundle the programs of users' pods, each as one file without a dependency:
 * Node's start would mostly be the reading of hundreds of small files.
 *
 *     node scripts/build-pod.ts [folder]
 */
await build({
  entryPoints: {
    agent: join(root, 'companion/src/agent-main.ts'),
    check: join(root, 'companion/src/check-main.ts')
  },
  outdir: process.argv[2] ?? join(root, 'companion/lib/pod'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning'
});
