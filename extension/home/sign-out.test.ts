/** @jest-environment node */
import { companionSettings } from '../projects/client.ts';
import { CompanionError } from '../projects/errors.ts';
import { signOut } from './sign-out.ts';

const asked: [url: string, method: string, authorization: string | null][] = [];

const settings = (answer: () => Response) => ({
  ...companionSettings({
    url: 'http://hub.test/services/projects/',
    token: 'home.of-this-page'
  }),
  fetch: (request: RequestInfo | URL) => {
    const { url, method, headers } = request as Request;
    // Lab adds the time, so that no answer comes from a cache.
    asked.push([
      url.replace(/\?\d+$/, ''),
      method,
      headers.get('authorization')
    ]);
    return Promise.resolve().then(answer);
  }
});

beforeEach(() => {
  asked.length = 0;
});

it('asks with the token of the page', async () => {
  await signOut(settings(() => new Response(null, { status: 204 })));
  expect(asked).toEqual([
    [
      'http://hub.test/services/projects/sign-out',
      'POST',
      'token home.of-this-page'
    ]
  ]);
});

it('is done where the session has ended already', async () => {
  await expect(
    signOut(settings(() => new Response('', { status: 401 })))
  ).resolves.toBeUndefined();
});

it.each([
  () => new Response('', { status: 503 }),
  () => {
    throw new TypeError('no network');
  }
])('says so where nobody knows whether it ended', async answer => {
  await expect(signOut(settings(answer))).rejects.toThrow(CompanionError);
});
