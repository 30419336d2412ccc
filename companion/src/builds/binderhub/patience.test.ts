import { Patience } from './patience.ts';

const patience = () => new Patience({ firstMs: 2_000, wholeMs: 600_000 });

test('who is cut off each time he speaks is asked less and less often', () => {
  const asked = patience();
  let now = 0;
  const pauses = Array.from({ length: 7 }, () => {
    asked.heard();
    const pause = asked.pause(now, 100) ?? 0;
    now += pause + 100;
    return pause / 1_000;
  });

  expect(pauses).toEqual([2, 4, 8, 16, 30, 30, 30]);
});

test('a build that goes on, or a connection that holds, is asked for soon', () => {
  const asked = patience();
  expect([asked.pause(0, 0), asked.pause(0, 0)]).toEqual([2_000, 4_000]);
  asked.wentOn();
  expect(asked.pause(0, 0)).toBe(2_000);
  expect(asked.pause(0, 0)).toBe(4_000);
  expect(asked.pause(0, 4_001)).toBe(2_000);
});

test('who stays away is given up, and who is heard is not', () => {
  const asked = patience();
  expect(asked.pause(0, 0)).toBe(2_000);
  expect(asked.pause(599_000, 0)).toBeUndefined();
  asked.heard();
  expect(asked.pause(599_000, 0)).toBe(8_000);
});
