import { commitOf, expandCommit, matchTail, parseRefs } from './refs.ts';

const id = (digit: string) => digit.repeat(40);

const refs = parseRefs(
  [
    'ref: refs/heads/main\tHEAD',
    `${id('1')}\tHEAD`,
    `${id('2')}\trefs/heads/foo/main`,
    `${id('1')}\trefs/heads/main`,
    `${id('6')}\trefs/heads/v1`,
    `${id('5')}\trefs/heads/-evil`,
    `${id('7')}\trefs/pull/1/head`,
    `${id('3')}\trefs/tags/v1`,
    `${id('4')}\trefs/tags/v1^{}`,
    `${id('8')}\trefs/tags/light`,
    ''
  ].join('\n')
);

test('an annotated tag means its commit', () => {
  expect(refs.tags.get('v1')).toBe(id('4'));
  expect(refs.tags.get('light')).toBe(id('8'));
});

test('branches are read by their whole name, and only branches', () => {
  expect([...refs.branches.keys()]).toEqual(['foo/main', 'main', 'v1']);
  expect(refs).toMatchObject({ defaultRef: 'main' });
});

test.each([
  ['main', id('1')],
  ['foo/main', id('2')],
  ['v1', id('6')],
  ['refs/tags/v1', id('4')],
  ['refs/heads/light', undefined],
  ['foo', undefined],
  ['HEAD', undefined]
])('%s means %s', (ref, commit) => {
  expect(commitOf(refs, ref)).toBe(commit);
});

test.each([
  ['foo/main', { ref: 'foo/main', path: '' }],
  ['foo/main/docs/a', { ref: 'foo/main', path: 'docs/a' }],
  ['main/foo/main', { ref: 'main', path: 'foo/main' }],
  [`${id('9')}/docs`, { ref: id('9'), path: 'docs' }],
  ['foo', undefined]
])('behind tree/, %s is %j', (tail, match) => {
  expect(matchTail(refs, tail)).toEqual(match);
});

test('a short commit is one that a ref names, or unknown', () => {
  expect(expandCommit(refs, '4444444')).toBe(id('4'));
  expect(expandCommit(refs, '444444')).toBeUndefined();
  expect(expandCommit(refs, 'abcdef0')).toBeUndefined();
});
