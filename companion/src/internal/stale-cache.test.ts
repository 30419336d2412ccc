import { Away, StaleCache } from './stale-cache.ts';

let now = 0;
let answer: () => Promise<string | undefined>;
let asked: number;
let cache: StaleCache<string>;

beforeEach(() => {
  now = 1_000_000;
  asked = 0;
  cache = new StaleCache({
    freshMs: 3_000,
    graceMs: 600_000,
    clock: () => now
  });
});

const get = (key = 'key') =>
  cache.get(key, () => {
    asked += 1;
    return answer();
  });
const says = (value: string | undefined) => {
  answer = () => Promise.resolve(value);
};
const isAway = () => {
  answer = () => Promise.reject(new Away('away'));
};

it('asks once for what is asked at the same time, and again when it is old', async () => {
  says('yes');

  expect(await Promise.all([get(), get()])).toEqual(['yes', 'yes']);
  now += 2_999;
  await get();
  expect(asked).toBe(1);
  now += 1;
  await get();
  expect(asked).toBe(2);
});

it('goes on with what it knows while nobody answers, and no longer than that', async () => {
  says('yes');
  await get();
  isAway();

  now += 600_000;
  expect(await get()).toBe('yes');
  now += 1;
  await expect(get()).rejects.toThrow(Away);
});

it('asks at most once a second while nobody answers', async () => {
  says('yes');
  await get();
  isAway();
  now += 5_000;
  await get();
  now += 999;
  await get();

  expect(asked).toBe(2);
});

it('does not know what it was never told', async () => {
  isAway();

  await expect(get()).rejects.toThrow(Away);
});

it('forgets what is no longer true as soon as somebody says so', async () => {
  says('yes');
  await get();
  isAway();
  now += 10_000;
  expect(await get()).toBe('yes');

  says(undefined);
  now += 1_000;
  expect(await get()).toBeUndefined();
  isAway();
  await expect(get()).rejects.toThrow(Away);
});

it('does not take a "no" for long', async () => {
  says(undefined);
  expect(await get()).toBeUndefined();

  says('yes');
  expect(await get()).toBe('yes');
});

it('does not go on where the answer is a refusal', async () => {
  says('yes');
  await get();
  now += 5_000;
  answer = () => Promise.reject(new Error('401'));

  await expect(get()).rejects.toThrow('401');
});

it('asks again for what is in doubt', async () => {
  says('yes');
  await get();
  cache.doubt('key');
  says('elsewhere');

  expect(await get()).toBe('elsewhere');
});
