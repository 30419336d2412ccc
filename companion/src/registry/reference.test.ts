import fc from 'fast-check';
import { byDigest, formatReference, parseReference } from './reference.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

test.each([
  ['img', { repository: 'img' }],
  ['img:1', { repository: 'img', tag: '1' }],
  ['ada/img', { repository: 'ada/img' }],
  ['localhost/img', { registry: 'localhost', repository: 'img' }],
  ['host:5000/img', { registry: 'host:5000', repository: 'img' }],
  ['host:5000/img:2', { registry: 'host:5000', repository: 'img', tag: '2' }],
  ['host.test/a/b:x', { registry: 'host.test', repository: 'a/b', tag: 'x' }],
  ['[::1]:5000/img', { registry: '[::1]:5000', repository: 'img' }],
  [
    `host:5000/a/b@${DIGEST}`,
    { registry: 'host:5000', repository: 'a/b', digest: DIGEST }
  ],
  [
    `host:5000/img:v1@${DIGEST}`,
    { registry: 'host:5000', repository: 'img', tag: 'v1', digest: DIGEST }
  ],
  ['a--b/c__d:x', { repository: 'a--b/c__d', tag: 'x' }]
])('%s is taken apart', (text, reference) => {
  expect(parseReference(text)).toEqual(reference);
});

test('a name that BinderHub made keeps its port out of its tag', () => {
  const name =
    '127.0.0.1:5000/binder-http-3a-2f-2f127-2e0-2e0-2e1-3a8586-2fok-2egit-39db30';
  const commit = '0bc1141a99651530b0ba7b10a84bf3dc58af795d';

  expect(parseReference(`${name}:${commit}`)).toEqual({
    registry: '127.0.0.1:5000',
    repository: name.slice('127.0.0.1:5000/'.length),
    tag: commit
  });
});

test.each([
  '',
  'host:5000/',
  '/img',
  'Img',
  'img:',
  'img:a b',
  'host/../img',
  'host:5000/../v2/img',
  'host:port/img',
  'http://host.test/img',
  'user@host.test/img',
  'user:password@host.test/img',
  'img@sha256:abc',
  `img@${DIGEST}@${DIGEST}`,
  'img?x=1',
  'a/b%2f..',
  'img\n:1',
  `a/${'b'.repeat(255)}`
])('%j is not an image', text => {
  expect(() => parseReference(text)).toThrow('not the name of an image');
});

const word = fc.stringMatching(/^[a-z0-9]{1,6}$/);
const registry = fc.oneof(
  fc.constant('localhost'),
  fc.tuple(word, fc.integer({ min: 1, max: 65535 })).map(p => p.join(':')),
  fc.tuple(word, word).map(parts => parts.join('.'))
);
const reference = fc.record(
  {
    registry,
    repository: fc
      .array(word, { minLength: 1, maxLength: 3 })
      .map(parts => parts.join('/')),
    tag: fc.stringMatching(/^\w[\w.-]{0,10}$/),
    digest: fc.stringMatching(/^[0-9a-f]{64}$/).map(hex => `sha256:${hex}`)
  },
  { requiredKeys: ['repository'] }
);

test('what was put together is taken apart the same', () => {
  fc.assert(
    fc.property(reference, parts => {
      expect(parseReference(formatReference(parts))).toEqual({ ...parts });
    })
  );
});

test('what is taken apart is put together the same, or refused', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z:/@.0-9-]{0,30}$/), text => {
      let parsed;
      try {
        parsed = parseReference(text);
      } catch {
        return;
      }
      expect(formatReference(parsed)).toBe(text);
    })
  );
});

test('an image by digest has no tag', () => {
  const tagged = parseReference('host:5000/img:v1');

  expect(formatReference(byDigest(tagged, DIGEST))).toBe(
    `host:5000/img@${DIGEST}`
  );
});
