import { Asking } from './asking.ts';
import { FakeModel } from '../testing/fake-model.ts';

/** Storage of one tab, or of the site. */
function storage(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key)
  } as unknown as Storage;
}

function twoTabs() {
  const fake = new FakeModel();
  const { model, calls } = fake;
  const site = storage();
  const tab = (): Asking => new Asking({ model, site, page: storage() });
  return { first: tab(), second: tab(), calls, fake };
}

it('every tab knows where a switch was asked for', async () => {
  const { first, second } = twoTabs();
  await first.ask('ocean');
  expect(first.where('ocean')).toBe('here');
  expect(second.where('ocean')).toBe('in-another-tab');
  expect(second.where('islp')).toBe('elsewhere');
});

it('it is known before the companion has answered', async () => {
  const { first, calls } = twoTabs();
  let asked = '';
  calls.switchTo.mockImplementationOnce(() => {
    asked = first.where('ocean');
    return Promise.reject(new Error('offline'));
  });
  await expect(first.ask('ocean')).rejects.toThrow('offline');
  expect(asked).toBe('here');
});

it('a request that was refused leaves the switch of another tab to it', async () => {
  const { first, second, calls } = twoTabs();
  await first.ask('ocean');
  calls.switchTo.mockRejectedValueOnce(new Error('switch-in-progress'));
  await expect(second.ask('islp')).rejects.toThrow();
  await second.settled();
  expect(second.where('islp')).toBe('elsewhere');
  expect(second.where('ocean')).toBe('in-another-tab');
});

it('a second request that is refused leaves the switch to the tab that asked first', async () => {
  const { first, calls } = twoTabs();
  await first.ask('ocean');
  calls.switchTo.mockRejectedValueOnce(new Error('switch-in-progress'));
  await expect(first.ask('islp')).rejects.toThrow();
  await first.settled();
  expect(first.where('ocean')).toBe('here');
});

it('waits for the old server of a switch that has moved', async () => {
  const { first, calls, fake } = twoTabs();
  fake.enter('active');
  const asked = first.ask('islp');
  fake.enter('stopping-previous');
  await Promise.resolve();
  expect(calls.switchTo).not.toHaveBeenCalled();
  fake.enter('done');
  await asked;
  expect(calls.switchTo).toHaveBeenCalledWith('islp', undefined);
});

it('is forgotten by every tab when the switch has ended', async () => {
  const { first, second } = twoTabs();
  await first.ask('ocean');
  second.forget();
  expect(second.where('ocean')).toBe('elsewhere');
});
