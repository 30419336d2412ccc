import { Widget } from '@lumino/widgets';
import { Documents } from './documents.ts';

interface FakeContext {
  path: string;
  model: {
    dirty: boolean;
    readOnly: boolean;
    collaborative: boolean;
    toString: () => string;
  };
  contentsModel: { writable: boolean };
  save: jest.Mock<Promise<void>>;
}

function context(
  path: string,
  more: Partial<FakeContext['model']> & { writable?: boolean } = {}
): FakeContext {
  const made: FakeContext = {
    path,
    model: {
      dirty: true,
      readOnly: false,
      collaborative: false,
      toString: () => `text of ${path}`,
      ...more
    },
    contentsModel: { writable: more.writable ?? true },
    save: jest.fn(() => {
      made.model.dirty = false;
      return Promise.resolve();
    })
  };
  return made;
}

/** Make documents in a shell that, like Notebook's, has no area below. */
function documentsOf(areas: Record<string, FakeContext[]>): Documents {
  const widgets = new Map<Widget, FakeContext>();
  return new Documents({
    widgets: area => {
      const found = areas[area];
      if (!found) {
        throw new Error(`Invalid area: ${area}`);
      }
      return found.map(each => {
        const widget = new Widget();
        widgets.set(widget, each);
        return widget;
      });
    },
    manager: { contextForWidget: widget => widgets.get(widget) as never }
  });
}

it('saves every document that has changes, once, wherever it lies', async () => {
  const main = context('a.ipynb');
  const side = context('notes.md');
  const clean = context('b.py', { dirty: false });
  const documents = documentsOf({ main: [main, main, clean], left: [side] });
  expect(documents.dirty()).toEqual(['a.ipynb', 'notes.md']);
  await expect(documents.save()).resolves.toEqual([]);
  expect(main.save).toHaveBeenCalledTimes(1);
  expect(side.save).toHaveBeenCalledTimes(1);
  expect(clean.save).not.toHaveBeenCalled();
});

it('names what may not be written, and does not try', async () => {
  const locked = context('locked.md', { writable: false });
  const viewed = context('viewed.md', { readOnly: true });
  const documents = documentsOf({ main: [locked, viewed] });
  expect(documents.readOnly()).toEqual(['locked.md', 'viewed.md']);
  await expect(documents.save()).resolves.toEqual(['locked.md', 'viewed.md']);
  expect(locked.save).not.toHaveBeenCalled();
});

it('one that cannot be saved does not keep the others from it', async () => {
  const broken = context('broken.md');
  broken.save.mockRejectedValue(new Error('disk full'));
  const fine = context('fine.md');
  const documents = documentsOf({ main: [broken, fine] });
  await expect(documents.save()).resolves.toEqual(['broken.md']);
  expect(fine.model.dirty).toBe(false);
});

it('one that was typed in while it was saved counts as not saved', async () => {
  const busy = context('busy.md');
  busy.save.mockResolvedValue(undefined);
  const documents = documentsOf({ main: [busy] });
  await expect(documents.save()).resolves.toEqual(['busy.md']);
});

it('does not wait for ever for a save that asks the user something', async () => {
  const asking = context('asking.md');
  asking.save.mockReturnValue(new Promise(() => undefined));
  const documents = documentsOf({ main: [asking] });
  await expect(documents.save(1)).resolves.toEqual(['asking.md']);
});

it('leaves documents to a server that saves them by itself', async () => {
  const shared = context('shared.ipynb', { collaborative: true });
  await expect(documentsOf({ main: [shared] }).save()).resolves.toEqual([]);
});

it('downloads from the page, for the server may be gone', async () => {
  const urls: Blob[] = [];
  URL.createObjectURL = (blob: Blob) => {
    urls.push(blob);
    return 'blob:x';
  };
  URL.revokeObjectURL = () => undefined;
  const names: string[] = [];
  const click = jest
    .spyOn(HTMLAnchorElement.prototype, 'click')
    .mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
  const documents = documentsOf({
    main: [context('folder/a.md'), context('b.md')]
  });
  await documents.download(['folder/a.md']);
  click.mockRestore();
  expect(names).toEqual(['a.md']);
  expect(urls).toHaveLength(1);
});
