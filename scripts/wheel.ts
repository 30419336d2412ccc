/** Builds the wheel as `pip install .` does and looks into it. */
import { readdirSync, mkdtempSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attemptInLines, ROOT } from './steps.ts';
import { TOOL } from './tools.ts';
import { faults } from './wheel-contents.ts';

/** Build and check; resolves to the number of faults, 1 if the build fails. */
export async function checkWheel(say: (line: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'projects-wheel-'));
  try {
    const args = ['build', '--quiet', '--wheel', '--out-dir', folder, ROOT];
    if ((await attemptInLines(TOOL.uv, args, say)) !== 0) {
      return 1;
    }
    const wheel = readdirSync(folder).find(name => name.endsWith('.whl')) ?? '';
    const wrong = faults(filesOf(join(folder, wheel)));
    wrong.forEach(line => {
      say(`${wheel} ${line}`);
    });
    return wrong.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function filesOf(wheel: string): string[] {
  const script =
    'import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep="\\n")';
  return execFileSync(TOOL.python, ['-c', script, wheel], { encoding: 'utf8' })
    .trim()
    .split('\n');
}
