import { untilSeen } from './waiting.ts';

test('who waits in vain is told for what, and what was seen last', async () => {
  const names = ['alpha', 'beta'];
  const waiting = untilSeen(
    () => names,
    seen => seen.length === 1,
    'the end of one',
    0
  );
  await expect(waiting).rejects.toThrow(
    "the end of one did not come within 0 s. Seen last: [ 'alpha', 'beta' ]"
  );
});

test('a look that fails is one more reason to look again', async () => {
  let looks = 0;
  const seen = await untilSeen(
    () => {
      looks += 1;
      if (looks < 3) {
        throw new Error('Not yet.');
      }
      return looks;
    },
    count => count > 0,
    'the third look',
    30
  );
  expect(seen).toBe(3);
});
