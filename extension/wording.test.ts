import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is said to users, of all sources of the page. */
function sentences(): string[] {
  const files = globSync('**/*.{ts,tsx}', { cwd: __dirname }).filter(
    file => !/\.test\.tsx?$|^testing\//.test(file)
  );
  return files.flatMap(file => {
    const text = readFileSync(join(__dirname, file), 'utf8');
    const calls = text.matchAll(/trans\s*\.\s*_(?:_|n)\(([^;]*?)\)[^;]/gs);
    return [...calls].flatMap(([, inside = '']) =>
      [...inside.matchAll(/'((?:[^'\\]|\\.)*)'/gs)].map(([, said = '']) => said)
    );
  });
}

/** A reference that names no image is one of the registry's, not of a project's. */
const MEANT = new Set([
  'The software could not be pulled: %1 is no image.',
  // Of the arguments of a command, which are for programs.
  'One of its images; else the newest'
]);

it('people read of software, not of images, and of no companion', () => {
  const said = sentences();
  expect(said.length).toBeGreaterThan(300);
  expect(
    said.filter(
      text => /\bimages?\b|companion|\bpod\b/i.test(text) && !MEANT.has(text)
    )
  ).toEqual([]);
});
