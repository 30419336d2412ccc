import fc from 'fast-check';
import { addressOf, loggable, slugOf } from './address.ts';

it('reads the user, the server and the rest', () => {
  expect(addressOf('/user/ada/iris-b/lab/tree/a%2Fb?x=/y')).toEqual({
    server: { user: 'ada', name: 'iris-b' },
    rest: 'lab/tree/a%2Fb',
    bare: false
  });
  expect(addressOf('/user/a%40b.c/iris/')?.server.user).toBe('a@b.c');
  expect(addressOf('/user/ada/iris?x')).toMatchObject({ rest: '', bare: true });
});

it.each([
  '/user/ada',
  '/user/ada/',
  '/user//iris/',
  '/user/ada//lab',
  '/user/../iris/lab',
  '/user/./iris/lab',
  '/user/ada/../lab',
  '/user/ada/%2e%2e/lab',
  '/user/%2E%2e/iris/',
  '/user/ada%2Firis/lab/x',
  '/user/ada%5ciris/lab/x',
  '/user/ada%252Firis/lab/x',
  '/user/ada%00/iris/',
  '/user/ada%/iris/',
  '/user/ada/iris%2Flab/x',
  '/user/ada/Iris/lab',
  '/user/ada/iris;x/lab',
  '/user/ada/-iris/lab',
  '/user\\ada\\iris\\',
  '//user/ada/iris/',
  'http://127.0.0.1/user/ada/iris/',
  '/users/ada/iris/',
  ''
])('names no server: %p', url => {
  expect(addressOf(url)).toBeUndefined();
});

it('never takes a slash or a dot path for a user', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (user, rest) => {
      const address = addressOf(`/user/${user}/iris/${rest}`);
      expect(address?.server.user ?? 'x').not.toMatch(/[/\\]|^\.{1,2}$/);
    })
  );
});

it('finds the project of either of its servers', () => {
  expect(slugOf({ user: 'ada', name: 'iris' })).toBe('iris');
  expect(slugOf({ user: 'ada', name: 'iris-b' })).toBe('iris');
});

it('logs no query', () => {
  expect(loggable('/user/ada/iris/lab?token=x')).toBe('/user/ada/iris/lab');
});
