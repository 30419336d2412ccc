import { Arrival } from './arrival.ts';
import { Asking } from '../projects/asking.ts';
import { aSwitch, FakeModel } from '../testing/fake-model.ts';

/** Load a page of the server that a switch moves to. */
function load(server = '/user/ada/ocean-heat/') {
  sessionStorage.clear();
  localStorage.clear();
  const fake = new FakeModel();
  fake.projects = null;
  const asking = new Asking({
    model: fake.model,
    page: sessionStorage,
    site: localStorage
  });
  const landed = jest.fn();
  new Arrival({
    model: fake.model,
    asking,
    server,
    origin: 'http://localhost',
    landed
  });
  return { fake, asking, landed };
}

it.each(['active', 'stopping-previous'] as const)(
  'a page that loads at %s says that it has arrived, once',
  phase => {
    const { fake, landed } = load();
    fake.set({ projects: [], switching: aSwitch({ phase }) });
    fake.set({});
    expect(fake.calls.arrived).toHaveBeenCalledTimes(1);
    expect(fake.calls.arrived).toHaveBeenCalledWith('s1');
    expect(landed).toHaveBeenCalledTimes(1);
  }
);

it('says so again when it did not reach the companion', async () => {
  const { fake } = load();
  fake.calls.arrived.mockRejectedValueOnce(new Error('offline'));
  fake.set({ projects: [], switching: aSwitch({ phase: 'active' }) });
  await Promise.resolve();
  await Promise.resolve();
  fake.set({});
  expect(fake.calls.arrived).toHaveBeenCalledTimes(2);
});

it.each(['starting', 'ready', 'failed', 'cancelled'] as const)(
  'does not say so at %s',
  phase => {
    const { fake, landed } = load();
    fake.set({ projects: [], switching: aSwitch({ phase }) });
    expect(fake.calls.arrived).not.toHaveBeenCalled();
    expect(landed).not.toHaveBeenCalled();
  }
);

it('a page of another server has not arrived', () => {
  const { fake } = load('/user/ada/ocean/');
  fake.set({ projects: [], switching: aSwitch({ phase: 'active' }) });
  expect(fake.calls.arrived).not.toHaveBeenCalled();
});

it('the tab that moved greets also when the switch is over by then', () => {
  const { fake, landed, asking } = load();
  sessionStorage.setItem('jupyterlab-projects:asked', 'ocean');
  fake.set({ projects: [], switching: aSwitch({ phase: 'done' }) });
  expect(landed).toHaveBeenCalledTimes(1);
  expect(asking.where('ocean')).toBe('elsewhere');
});

it('a page that is loaded long after does not greet', () => {
  const { fake, landed } = load();
  fake.set({ projects: [], switching: aSwitch({ phase: 'done' }) });
  expect(landed).not.toHaveBeenCalled();
});

it('a page that was open before the switch does not greet', () => {
  const { fake, landed } = load();
  fake.set({ projects: [] });
  fake.set({ switching: aSwitch({ phase: 'active' }) });
  expect(landed).not.toHaveBeenCalled();
});
