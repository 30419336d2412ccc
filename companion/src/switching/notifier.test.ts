import { Deadline } from './deadline.ts';
import { Notifier } from './notifier.ts';
import { matches, newSecret } from './tickets.ts';
import { sha256 } from '../base/hash.ts';

test('a notifier wakes all who wait, and those who no longer may fail', async () => {
  const notifier = new Notifier();
  const leaving = new AbortController();
  const staying = new AbortController().signal;
  const left = notifier.next(leaving.signal);
  const woken = notifier.next(staying);
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await expect(notifier.next(leaving.signal)).rejects.toThrow('gone');
  notifier.notify();
  await expect(woken).resolves.toBeUndefined();
});

test('a deadline that is cleared does not pass', () => {
  jest.useFakeTimers();
  const then = jest.fn();
  const cleared = new Deadline(5, then);
  const kept = new Deadline(5, then);
  cleared.clear();
  jest.advanceTimersByTime(5);
  expect([cleared.passed, kept.passed]).toEqual([false, true]);
  expect(then).toHaveBeenCalledTimes(1);
  jest.useRealTimers();
});

test('a secret has 256 bits and matches its own hash only', () => {
  const secret = newSecret();
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(matches(secret, sha256(secret))).toBe(true);
  expect(matches(newSecret(), sha256(secret))).toBe(false);
  expect(matches(secret, '')).toBe(false);
});
