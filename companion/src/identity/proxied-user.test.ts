import { proxiedUser } from './proxied-user.ts';

const PROXY = {
  header: 'x-auth-user',
  secretHeader: 'x-auth-secret',
  secret: 'only-the-proxy-knows-this'
};
const { secret } = PROXY;

const user = (names: string[], secrets: string[] = [secret]) =>
  proxiedUser(PROXY, { 'x-auth-user': names, 'x-auth-secret': secrets });

it('is who the proxy names', () => {
  expect(user(['ada'])).toBe('ada');
});

it.each([
  ['no secret', ['ada'], []],
  ['a wrong secret', ['ada'], ['only-the-proxy-knows-thaT']],
  ['an empty secret', ['ada'], ['']],
  ['the secret twice', ['ada'], [secret, secret]],
  ['the right and a wrong secret', ['ada'], [secret, 'wrong']],
  ['no name', [], [secret]],
  ['an empty name', [''], [secret]],
  ['two names', ['ada', 'bob'], [secret]],
  ['the same name twice', ['ada', 'ada'], [secret]],
  ['a name that is too long', ['a'.repeat(255)], [secret]],
  ['a name that leaves its place in an address', ['../bob'], [secret]],
  ['a name of a folder above', ['..'], [secret]],
  ['an escaped name', ['a%2fb'], [secret]],
  ['a line break', ['a\nb'], [secret]],
  ['bytes that are no text', ['\xff\xfe'], [secret]]
])('is nobody with %s', (_, names, secrets) => {
  expect(user(names, secrets)).toBeUndefined();
});

it.each([
  ['ada@example.org', 'ada@example.org'],
  ['Ada Lovelace', 'Ada Lovelace'],
  [Buffer.from('žofie').toString('latin1'), 'žofie'],
  ['a'.repeat(254), 'a'.repeat(254)]
])('takes names as people have them: %s', (header, name) => {
  expect(user([header])).toBe(name);
});

it('is nobody where no proxy is trusted', () => {
  expect(
    proxiedUser(undefined, { 'x-auth-user': ['ada'], 'x-auth-secret': [''] })
  ).toBeUndefined();
});
