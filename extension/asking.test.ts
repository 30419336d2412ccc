import { Asking } from './asking.ts';
import { FakeModel } from './testing/fake-model.ts';

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
  const { model, calls } = new FakeModel();
  const site = storage();
  const tab = (): Asking => new Asking({ model, site, page: storage() });
  return { first: tab(), second: tab(), calls };
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

it('is forgotten by every tab when the switch has ended', async () => {
  const { first, second } = twoTabs();
  await first.ask('ocean');
  second.forget();
  expect(second.where('ocean')).toBe('elsewhere');
});
