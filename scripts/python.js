/** Finds the Python of environments; JavaScript, as it runs before installs. */
import { spawnSync } from 'node:child_process';

const RECENT = 'import sys; sys.exit(sys.version_info < (3, 10))';

function answers(program, code) {
  return spawnSync(program, ['-c', code], { stdio: 'ignore' }).status === 0;
}

/** Return `{ python }`, or `{ missing }`: one sentence on what to install. */
export function findPython() {
  const named = process.env.PROJECTS_PYTHON;
  const python = (named ? [named] : ['python3', 'python']).find(name =>
    answers(name, RECENT)
  );
  if (!python) {
    return {
      missing:
        'Python 3.10 or newer is missing: install it (Debian and Ubuntu: apt install python3 python3-venv).'
    };
  }
  return answers(python, 'import ensurepip, venv')
    ? { python }
    : {
        missing:
          'The venv module of Python is missing: install it (Debian and Ubuntu: apt install python3-venv).'
      };
}
