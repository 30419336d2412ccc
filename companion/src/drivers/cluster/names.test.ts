import fc from 'fast-check';
import { claimName, newGeneration, podName, userSlug } from './names.ts';

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

test.each([
  ['ada', /^ada$/],
  ['ada-lovelace', /^ada-lovelace$/],
  ['ada-0a1b2c3d4e', /^ada-0a1b2c3d4e-[0-9a-f]{10}$/],
  ['Ada', /^ada-[0-9a-f]{10}$/],
  ['ada@example.org', /^ada-example-or-[0-9a-f]{10}$/],
  ['日本', /^u-[0-9a-f]{10}$/]
])('%s is a slug where only slugs may stand', (user, slug) => {
  expect(userSlug(user)).toMatch(slug);
  expect(userSlug(user)).toMatch(LABEL);
});

test('no two users share a slug, whatever they are called', () => {
  const name = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1 }),
    // The slug of another user.
    fc.string({ minLength: 1 }).map(userSlug)
  );
  fc.assert(
    fc.property(name, name, (one, other) => {
      fc.pre(one !== other);
      expect(userSlug(one)).not.toBe(userSlug(other));
    })
  );
});

test("the longest user's longest server is a host name", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), user => {
      const server = { user, name: 'p'.repeat(28) + '-b' };
      const name = podName(server, newGeneration());
      expect(name).toMatch(LABEL);
      expect(name.length).toBeLessThanOrEqual(63);
    })
  );
});

test('a claim is named after its user alone', () => {
  expect(claimName('claim-{user}', 'ada')).toBe('claim-ada');
});
