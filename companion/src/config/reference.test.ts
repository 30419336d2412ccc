/** `docs/configuration.md` has every setting, with its default, and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { Settings } from './settings.ts';

const docs = (name: string): string =>
  readFileSync(join(__dirname, '../../../docs', name), 'utf8');

/** Settings for tests alone. */
const HIDDEN = new Set(['crashAt']);

const Schema = z.object({
  properties: z.record(z.string(), z.unknown()).optional()
});

/** Lists the name of each setting, with the sections that it is in. */
function names(schema: unknown, path: readonly string[] = []): string[] {
  const { properties } = Schema.parse(schema);
  return properties === undefined
    ? [path.join('.')]
    : Object.entries(properties).flatMap(([key, value]) =>
        names(value, [...path, key])
      );
}

const SETTINGS = names(
  z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' })
).filter(name => !HIDDEN.has(name));

const SECTIONS = new Set(SETTINGS.map(name => name.replace(/\..*/, '')));

/** Reads the default of each setting that has a row. */
function documented(): Map<string, string> {
  const rows = new Map<string, string>();
  let section = '';
  for (const line of docs('configuration.md').split('\n')) {
    if (line.startsWith('## ')) {
      section = '';
    }
    section = /\bBelow `(\w+)`/.exec(line)?.[1] ?? section;
    const cells = line.split(/(?<!\\)\|/).map(cell => cell.trim());
    const name = /^`([a-z][\w.]*)`$/i.exec(cells[1] ?? '')?.[1];
    if (name !== undefined) {
      const key = section === '' ? name : `${section}.${name}`;
      rows.set(key, cells.at(-3) ?? '');
    }
  }
  return rows;
}

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (part, key) => (part as Record<string, unknown> | undefined)?.[key],
      value
    );
}

test('every setting has a row, and every row a setting', () => {
  const rows = [...documented().keys()];
  expect(rows.sort()).toEqual([...SETTINGS].sort());
});

test('each row says the default', () => {
  const rows = documented();
  const defaults = Settings.parse({});
  const wrong = SETTINGS.filter(name => {
    const value = at(defaults, name);
    const said = rows.get(name) ?? '';
    return ['string', 'number', 'boolean'].includes(typeof value)
      ? !said.includes(`\`${String(value)}\``)
      : Array.isArray(value) && value.length === 0 && said !== 'none';
  });
  expect(wrong).toEqual([]);
});

test.each(['configuration.md', 'deploy-kubernetes.md'])(
  'what %s shows as a configuration is one',
  name => {
    const shown = [...docs(name).matchAll(/```yaml\n(.*?)```/gs)]
      .map(([, text = '']) => parseYaml(text) as Record<string, unknown>)
      .filter(block => Object.keys(block).some(key => SECTIONS.has(key)))
      // Such a block belongs to another program.
      .filter(block => !('apiVersion' in block));
    expect(shown).not.toEqual([]);
    for (const block of shown) {
      expect(Settings.safeParse(block).error?.issues).toBeUndefined();
    }
  }
);
