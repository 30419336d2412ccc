import { parseChallenge } from './challenge.ts';

test.each([
  ['Basic realm="a"', { scheme: 'basic' }],
  [
    'Bearer realm="https://auth.test/token",service="images",scope="repository:a/b:pull,push"',
    {
      scheme: 'bearer',
      realm: 'https://auth.test/token',
      service: 'images',
      scope: 'repository:a/b:pull,push'
    }
  ],
  [
    'Basic realm="a", bearer realm=https://auth.test/token',
    { scheme: 'bearer', realm: 'https://auth.test/token' }
  ],
  [
    'Bearer realm="https://auth.test/token",service="images", Basic realm="a"',
    {
      scheme: 'bearer',
      realm: 'https://auth.test/token',
      service: 'images'
    }
  ],
  ['Bearer service="images"', undefined],
  ['Negotiate', undefined],
  [null, undefined]
])('%s', (header, challenge) => {
  expect(parseChallenge(header)).toEqual(challenge);
});
