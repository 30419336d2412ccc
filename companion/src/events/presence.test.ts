import { Presence } from './presence.ts';

const server = { user: 'ada', name: 'penguins' };

test('a page is there from its socket opening to its closing', () => {
  const presence = new Presence();
  const leave = presence.enter(server, 'one');
  expect([...presence.pages(server)]).toEqual(['one']);
  leave();
  expect(presence.pages(server).size).toBe(0);
});

test('a page that reconnects is not gone when its first socket closes', () => {
  const presence = new Presence();
  const first = presence.enter(server, 'one');
  const second = presence.enter(server, 'one');
  first();
  first();
  expect([...presence.pages(server)]).toEqual(['one']);
  second();
  expect(presence.pages(server).size).toBe(0);
});

test('pages of one server are not those of another, or of another user', () => {
  const presence = new Presence();
  presence.enter(server, 'one');
  expect(presence.pages({ user: 'ada', name: 'penguins-b' }).size).toBe(0);
  expect(presence.pages({ user: 'bob', name: 'penguins' }).size).toBe(0);
});

test('a stale page does not count for a later server of the same name', () => {
  const presence = new Presence();
  const stale = presence.enter(server, 'stale');
  presence.forget(server);
  expect(presence.pages(server).size).toBe(0);
  presence.enter(server, 'new');
  stale();
  expect([...presence.pages(server)]).toEqual(['new']);
});

test('listeners hear of every change until they stop listening', () => {
  const presence = new Presence();
  const heard: string[] = [];
  const stop = presence.onChange(({ name }) => heard.push(name));
  presence.enter(server, 'one')();
  stop();
  presence.enter(server, 'two');
  expect(heard).toEqual(['penguins', 'penguins']);
});
