import { userOf } from './api.ts';
import type { ApiContext } from './api.ts';

test('a request that nobody looked at speaks for nobody', () => {
  const unseen = { state: {} } as ApiContext;

  expect(() => userOf(unseen)).toThrow(
    expect.objectContaining({ code: 'unauthenticated' }) as Error
  );
});
