import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Return the texts for users in all sources of the page. */
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

/** Texts that may say *image*; the first means a registry's, no project's. */
const MEANT = new Set([
  'The software could not be pulled: %1 is no image.',
  // This describes an argument of a command, which is for programs.
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
