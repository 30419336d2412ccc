/** The browser of the end-to-end tests and the benchmarks. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** Find the browser: `CHROMIUM`, else the first that is in PATH. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return (
    process.env.CHROMIUM ??
    CHROMIUMS.flatMap(name => folders.map(folder => join(folder, name))).find(
      executable
    )
  );
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
