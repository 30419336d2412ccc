/** Write `docs/openapi.json` anew: `node scripts/openapi.ts`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from '../companion/src/api/openapi.ts';

await writeFile(
  join(import.meta.dirname, '..', 'docs', 'openapi.json'),
  `${JSON.stringify(openApi(), null, 2)}\n`
);
