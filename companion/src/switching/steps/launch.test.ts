import { KeyedMutex } from '../../base/keyed-mutex.ts';
import { FakeDriver } from '../../testing/fake-driver.ts';
import { USER } from '../../testing/switch-fixtures.ts';
import { rescueProject } from '../rescue.ts';
import { Launch } from './launch.ts';

/** A user of whose project two servers run, whatever is stopped. */
function launch({ held }: { held: boolean }) {
  const project = rescueProject(USER);
  const { id, slug } = project;
  const running = [slug, `${slug}-b`].map(name => ({
    ...{ user: USER, name, project: id, image: 'old' },
    path: `/user/${USER}/${name}/`,
    startedAt: ''
  }));
  const stop = jest.fn(() => Promise.resolve());
  const starts = new Launch({
    driver: new FakeDriver(),
    servers: {
      running: () => Promise.resolve(running),
      stopping: () => undefined,
      stop
    },
    warm: {
      active: () => Promise.resolve({ project: null, server: null }),
      isHeld: () => Promise.resolve(held)
    },
    locks: { servers: new KeyedMutex() },
    root: '/projects',
    startTimeoutMs: 1_000,
    now: () => new Date()
  });
  return { choose: () => starts.choose(project, 'new'), stop };
}

it('a name that is held for unsaved work is not freed', async () => {
  const { choose, stop } = launch({ held: true });
  await expect(choose()).rejects.toMatchObject({
    code: 'project-busy',
    message: expect.stringContaining('unsaved work') as string
  });
  expect(stop).not.toHaveBeenCalled();
});

it('names that no stop frees are not blamed on unsaved work', async () => {
  const { choose, stop } = launch({ held: false });
  await expect(choose()).rejects.toMatchObject({
    code: 'project-busy',
    message: expect.stringContaining('still being stopped') as string
  });
  expect(stop).toHaveBeenCalledTimes(3);
});
