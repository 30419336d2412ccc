import { checkAddresses, checkUrl, isPublic } from './hosts.ts';

/** Match any error with this code. */
const failure = (code: string): Error =>
  expect.objectContaining({ code }) as Error;

const named = (url: string, ...allow: string[]) =>
  checkUrl(new URL(url), allow);

test('any https host is taken, but only as a public one', () => {
  expect(named('https://host.test/a')).toBe(false);
});

test.each([
  ['http://host.test/a', []],
  ['file:///etc', []],
  ['ssh://host.test/a', ['host.test']],
  ['http://host.test/a', ['host.test', 'https://host.test/']],
  ['http://host.test:81/a', ['http://host.test/']],
  ['http://host.test/ab', ['http://host.test/a']],
  ['file:///srv/gitolite', ['file:///srv/git']],
  ['http://host.test.evil.test/', ['http://host.test']],
  // git and a web server decode these to slashes and dots.
  ['file:///srv/git/..%2fsecret/x.git', ['file:///srv/git/']],
  ['file:///srv/git/%2E%2E%2Fsecret/x.git', ['file:///srv/git']],
  ['file:///srv/git/x%5c..%5csecret', ['file:///srv/git/']],
  ['file:///srv/git/%252e%252e', ['file:///srv/git/']],
  ['http://host.test/a/..%2fb', ['http://host.test/a/']],
  // git also looks for `/srv/git.git`.
  ['file:///srv/git', ['file:///srv/git/']],
  ['file:///srv/git//', ['file:///srv/git/']]
])('%s is refused when %j is allowed', (url, allow) => {
  expect(() => named(url, ...allow)).toThrow(failure('source-not-allowed'));
});

test.each([
  ['https://intra.test/a', 'intra.test'],
  ['https://intra.test:8443/a', 'intra.test:8443'],
  ['https://Intra.test/a', 'intra.test'],
  ['http://127.0.0.1:3000/a/b', 'http://127.0.0.1:3000'],
  ['http://127.0.0.1:3000/a/b', 'http://127.0.0.1:3000/a/'],
  ['file:///srv/git/demo', 'file:///srv/git'],
  ['file:///srv/git/demo', 'file:///srv/git/'],
  ['file:///srv/my%20git/demo', 'file:///srv/my git/']
])('%s is named by %s', (url, entry) => {
  expect(named(url, entry)).toBe(true);
});

test('what is refused says what is allowed', () => {
  expect(() => named('http://host.test/', 'http://127.0.0.1:1/')).toThrow(
    expect.objectContaining({
      options: {
        field: 'source',
        values: {
          host: 'host.test',
          scheme: 'http:',
          allowed: 'https://, http://127.0.0.1:1/',
          reason: 'scheme'
        }
      }
    }) as Error
  );
});

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '::a00:1',
  '::127.0.0.1',
  '64:ff9b:1::808:808',
  '64:ff9b:1:a00:0:100:808:808',
  'fec0::1',
  '5f00::1',
  '4000::1',
  'localhost',
  ''
])('%s is no public address', address => {
  expect(isPublic(address)).toBe(false);
});

test.each([
  '8.8.8.8',
  '2606:4700::1',
  '::ffff:8.8.8.8',
  '::808:808',
  '64:ff9b::808:808'
])('%s is a public address', address => {
  expect(isPublic(address)).toBe(true);
});

test('one private address among public ones is enough to refuse', () => {
  expect(() => {
    checkAddresses(new URL('https://a.test'), ['8.8.8.8', '10.0.0.1'], []);
  }).toThrow(failure('source-not-allowed'));
});
