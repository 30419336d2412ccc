import { build } from 'esbuild';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Bundle what runs in users' pods, each as one file without a dependency:
 * reading hundreds of small files is most of what Node's start would take.
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
