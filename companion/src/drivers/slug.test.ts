import fc from 'fast-check';
import { isSlug, makeSlug } from './slug.ts';

const NONE: ReadonlySet<string> = new Set();

test.each([
  ['ipython-in-depth', 'ipython-in-depth'],
  ['Ocean_Heat.Content', 'ocean-heat-content'],
  ['2048-game', 'p-2048-game'],
  ['  Café--Übung  ', 'cafe-ubung'],
  ['b', 'b']
])('%j reads as %j', (name, slug) => {
  expect(makeSlug(name, 'key', NONE)).toBe(slug);
});

test.each([
  ['what is too long', 'a'.repeat(29), /^a{21}-[0-9a-f]{6}$/],
  [
    'a cut never leaves two dashes',
    `${'a'.repeat(20)}-${'c'.repeat(20)}`,
    /^a{20}-[0-9a-f]{6}$/
  ],
  ['the name of a second server', 'plan-b', /^plan-b-[0-9a-f]{6}$/],
  ['a name without a Latin letter', '数据', /^p-[0-9a-f]{6}$/],
  ['the empty name', '', /^p-[0-9a-f]{6}$/]
])('%s gets a hash', (_, name, slug) => {
  expect(makeSlug(name, 'key', NONE)).toMatch(slug);
});

test('two sources of one name get two slugs, each time the same ones', () => {
  const taken = new Set(['demo']);
  const one = makeSlug('demo', 'https://host/a/demo', taken);
  const two = makeSlug('demo', 'https://host/b/demo', taken);

  expect(new Set(['demo', one, two]).size).toBe(3);
  expect(makeSlug('demo', 'https://host/a/demo', taken)).toBe(one);
});

const anyName = fc.string({ unit: 'grapheme', maxLength: 60 });

test('whatever the names, every slug is a server name of its own', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyName, fc.string())), projects => {
      const taken = new Set<string>();
      for (const [name, key] of projects) {
        const slug = makeSlug(name, key, taken);
        expect(slug).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(28);
        expect(slug).not.toMatch(/-b$/);
        expect(taken.has(slug)).toBe(false);
        expect(taken.has(`${slug}-b`)).toBe(false);
        taken.add(slug);
      }
    })
  );
});

test('a slug is a slug of itself', () => {
  fc.assert(
    fc.property(anyName, fc.string(), (name, key) => {
      const slug = makeSlug(name, key, NONE);
      expect(isSlug(slug)).toBe(true);
      expect(makeSlug(slug, key, NONE)).toBe(slug);
    })
  );
});
