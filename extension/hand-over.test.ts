import type { Switch } from 'jupyterlab-projects-companion/contract';
import { Asking } from './asking.ts';
import type { IDocuments } from './documents.ts';
import { HandOver } from './hand-over.ts';
import { PageWork } from './page-work.ts';
import type { HandOverState } from './panel/switch-hand-over.ts';
import type { IRunningWork } from './running-work.ts';
import { aProject, FakeModel, penguins } from './testing/fake-model.ts';

/** A page of Penguins, with the work that a test gives it. */
function openPage(more: { server?: string; visible?: boolean } = {}) {
  const fake = new FakeModel();
  fake.projects = [penguins(), aProject()];
  const documents = {
    dirty: jest.fn((): string[] => []),
    readOnly: jest.fn((): string[] => []),
    save: jest.fn((): Promise<string[]> => Promise.resolve([])),
    download: jest.fn(() => Promise.resolve())
  } satisfies IDocuments;
  const running = {
    cells: jest.fn((): Promise<string[]> => Promise.resolve([])),
    terminals: jest.fn(() => Promise.resolve(0)),
    idle: jest.fn((_: AbortSignal) => Promise.resolve())
  } satisfies IRunningWork;
  const page = {
    connected: true,
    sinceKey: 60_000,
    gone: [] as { url: string | undefined; discard: boolean }[],
    giveUp: (): void => undefined
  };
  sessionStorage.clear();
  localStorage.clear();
  const asking = new Asking({
    model: fake.model,
    page: sessionStorage,
    site: localStorage
  });
  const handOver = new HandOver({
    model: fake.model,
    asking,
    work: new PageWork({
      documents,
      running,
      sinceKey: () => page.sinceKey,
      setConnected: connected => {
        page.connected = connected;
      }
    }),
    door: {
      leave: ({ url }: Switch, discard) => {
        page.gone.push({ url, discard });
        return Promise.resolve();
      },
      patience: () =>
        new Promise(resolve => {
          page.giveUp = resolve;
        })
    },
    server: more.server ?? '/user/ada/penguins/',
    visible: () => more.visible ?? true,
    mayMove: () => true
  });
  return { fake, documents, running, page, asking, handOver };
}

/** Resolves when the hand-over has come to a phase. */
function until(
  handOver: HandOver,
  phase: HandOverState['phase']
): Promise<void> {
  return new Promise(resolve => {
    const look = (): void => {
      if (handOver.state.phase === phase) {
        handOver.changed.disconnect(look);
        resolve();
      }
    };
    handOver.changed.connect(look);
    look();
  });
}

/** Resolves when a call has come. */
function called(mock: jest.Mock): Promise<void> {
  return new Promise(resolve => {
    const before = mock.getMockImplementation();
    mock.mockImplementationOnce((...args: unknown[]) => {
      setTimeout(resolve, 0);
      return before?.(...args) as unknown;
    });
  });
}

describe('the page that asked for a switch', () => {
  it('saves, says that it is ready to leave, and leaves at active', async () => {
    const { fake, asking, handOver, page, documents } = openPage();
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'moving');
    expect(documents.save).toHaveBeenCalled();
    expect(fake.calls.saved).toHaveBeenCalledWith('s1', true, []);
    expect(page).toMatchObject({ connected: false, gone: [] });
    fake.enter('active');
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(page.gone).toEqual([
      { url: '/user/ada/ocean-heat/lab', discard: false }
    ]);
  });

  it('offers to move while the user types, and moves when told', async () => {
    const { fake, asking, handOver, page } = openPage();
    page.sinceKey = 100;
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'offering');
    expect(fake.calls.saved).not.toHaveBeenCalled();
    void handOver.move();
    await until(handOver, 'moving');
    expect(fake.calls.saved).toHaveBeenCalledWith('s1', true, []);
  });

  it('asks when cells run, and waits for them when told', async () => {
    const { fake, asking, handOver, running } = openPage();
    running.cells.mockResolvedValue(['analysis.ipynb']);
    let finish: () => void = () => undefined;
    running.idle.mockImplementation(
      () =>
        new Promise(resolve => {
          finish = resolve;
        })
    );
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'asking');
    expect(handOver.state).toMatchObject({
      stakes: [{ kind: 'cells', path: 'analysis.ipynb' }]
    });
    void handOver.moveAnyway('finished');
    await until(handOver, 'waiting');
    expect(fake.calls.saved).not.toHaveBeenCalled();
    finish();
    await until(handOver, 'moving');
  });

  it('asks again about what could not be saved after all', async () => {
    const { fake, asking, handOver, documents } = openPage();
    documents.save.mockResolvedValue(['fit.py']);
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'asking');
    expect(handOver.state).toMatchObject({
      stakes: [{ kind: 'unsaved', path: 'fit.py', readOnly: false }]
    });
    expect(fake.calls.saved).not.toHaveBeenCalled();
  });

  it('leaves unsaved work behind only when the user chose to', async () => {
    const { fake, asking, handOver, documents, page } = openPage();
    documents.save.mockResolvedValue(['fit.py']);
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'asking');
    void handOver.moveAnyway('now');
    await until(handOver, 'moving');
    expect(fake.calls.saved).toHaveBeenCalledWith('s1', true, ['fit.py']);
    fake.enter('active');
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(page.gone).toMatchObject([{ discard: true }]);
  });

  it('gives the page back when the companion does not answer', async () => {
    const { fake, asking, handOver, page } = openPage();
    fake.calls.saved.mockRejectedValue(new Error('offline'));
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'offering');
    expect(page.connected).toBe(true);
  });

  it('gives the page back when the switch fails at the last moment', async () => {
    const { fake, asking, handOver, page } = openPage();
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'moving');
    fake.enter('failed');
    expect(handOver.state.phase).toBe('idle');
    expect(page.connected).toBe(true);
  });

  it('does not wait for cells of a switch that was cancelled', async () => {
    const { fake, asking, handOver, running } = openPage();
    running.cells.mockResolvedValue(['analysis.ipynb']);
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'asking');
    void handOver.moveAnyway('finished');
    await until(handOver, 'waiting');
    const [signal] = running.idle.mock.calls[0]!;
    fake.enter('cancelled');
    expect(signal.aborted).toBe(true);
  });
});

describe('every other page of the old server', () => {
  it('saves and says so, and stays as a stale tab', async () => {
    const { fake, handOver, page } = openPage();
    localStorage.setItem('jupyterlab-projects:asked', 'ocean');
    fake.enter('starting');
    const told = called(fake.calls.saved);
    fake.enter('ready');
    await told;
    expect(fake.calls.saved).toHaveBeenCalledWith('s1', false, []);
    expect(handOver.state.phase).toBe('idle');
    fake.enter('active');
    await until(handOver, 'stale');
    expect(handOver.state).toMatchObject({ stopped: true, unsaved: [] });
    expect(page).toMatchObject({ gone: [], connected: true });
  });

  it('answers when it learns of the move only', async () => {
    const { fake, handOver, documents } = openPage({ visible: false });
    documents.save.mockResolvedValue(['fit.py']);
    fake.enter('starting');
    fake.enter('active');
    await until(handOver, 'stale');
    expect(fake.calls.saved).toHaveBeenCalledWith('s1', false, ['fit.py']);
    expect(handOver.state).toMatchObject({
      unsaved: ['fit.py'],
      stopped: false
    });
  });

  it('lets a switch go on that the home page asked for', async () => {
    const { fake, handOver, page } = openPage({ visible: false });
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'moving');
    expect(fake.calls.saved).toHaveBeenCalledWith('s1', true, []);
    fake.enter('active');
    await until(handOver, 'stale');
    expect(page.gone).toEqual([]);
  });

  it('is told once that its server has gone', async () => {
    const { fake, handOver } = openPage({ visible: false });
    fake.enter('starting');
    fake.enter('active', { keepsPrevious: true });
    await until(handOver, 'stale');
    handOver.dismiss();
    handOver.lost();
    expect(handOver.state).toMatchObject({ stopped: true, dismissed: false });
    handOver.dismiss();
    handOver.lost();
    expect(handOver.state).toMatchObject({ dismissed: true });
  });
});

describe('a page that is not concerned', () => {
  it('neither saves nor moves', async () => {
    const { fake, handOver, documents } = openPage({
      server: '/user/ada/islp/'
    });
    fake.enter('starting');
    fake.enter('ready');
    fake.enter('active');
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(documents.save).not.toHaveBeenCalled();
    expect(handOver.state.phase).toBe('idle');
  });

  it('moves if it asked', async () => {
    const { fake, asking, page } = openPage({ server: '/user/ada/islp/' });
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('active');
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(page.gone).toHaveLength(1);
  });
});

it('a page that is loaded after a switch is not stale', async () => {
  const { fake, handOver } = openPage();
  fake.projects = null;
  fake.enter('done', { id: 's0' });
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(handOver.state.phase).toBe('idle');
});
