import { Events } from './events.ts';
import type { Build, Project, ServerEvent } from '../contract/contract.ts';

const project = (id: string, title = '') =>
  ({ event: 'project', data: { id, title } as Project }) as const;
const removed = (id: string) =>
  ({ event: 'project-removed', data: { id } }) as const;

test('who listens hears of the own changes only, until they end it', () => {
  const events = new Events({ epoch: 'e' });
  const heard: ServerEvent[] = [];
  const end = events.subscribe('ada', event => heard.push(event));
  events.publish('ada', project('1'));
  events.publish('bob', project('2'));
  end();
  events.publish('ada', project('3'));

  expect(heard).toEqual([{ ...project('1'), id: 'e-1' }]);
});

test('who comes back gets each object that changed once, as it is now', () => {
  const events = new Events({ epoch: 'e' });
  events.publish('ada', project('1', 'old'));
  events.publish('ada', project('2', 'seen'));
  events.publish('ada', { event: 'build', data: { id: '1' } as Build });
  events.publish('ada', project('1', 'new'));

  const since = events.since('ada', 'e-2');
  expect(since).toMatchObject({
    id: 'e-4',
    events: [
      { event: 'build', id: 'e-3' },
      { event: 'project', id: 'e-4', data: { title: 'new' } }
    ]
  });
  expect(events.since('ada', 'e-4')).toEqual({ id: 'e-4', events: [] });
});

test('of a removed project only its removal is told', () => {
  const events = new Events({ epoch: 'e' });
  events.publish('ada', project('1'));
  events.publish('ada', removed('1'));

  expect(events.since('ada', 'e-0')).toMatchObject({
    events: [{ event: 'project-removed' }]
  });
});

test.each(['other-1', 'e-9', 'e-', 'e-x', 'e--1', ''])(
  'the id "%s" of no event of ours asks for a new start',
  last => {
    const events = new Events({ epoch: 'e' });
    events.publish('ada', project('1'));

    expect(events.since('ada', last)).toBe('reset');
  }
);

test('who was away for too long starts anew', () => {
  const events = new Events({ epoch: 'e', kept: 2 });
  for (const id of ['1', '2', '3']) {
    events.publish('ada', project(id));
  }

  expect(events.since('ada', 'e-0')).toBe('reset');
  expect(events.since('ada', 'e-1')).toMatchObject({ id: 'e-3' });
});
