import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { IConnectionLost } from '@jupyterlab/application';
import { connectionLostPlugin, isExplained } from './connection-lost.ts';
import { aMe, aSwitch, FakeModel, penguins } from '../testing/fake-model.ts';
import { answerDialog, shownDialog } from '../testing/lab-dialog.ts';
import { refused } from '../testing/panel-model.ts';

const HERE = '/user/ada/penguins/';

describe('a lost connection', () => {
  test.each([
    ['after the move', aSwitch({ phase: 'done' }), true],
    ['at the move', aSwitch({ phase: 'active' }), true],
    ['before the move', aSwitch({ phase: 'starting' }), false],
    ['after a failure', aSwitch({ phase: 'failed' }), false],
    [
      'of the server that stops first',
      aSwitch({ phase: 'starting', strategy: 'recreate' }),
      true
    ],
    [
      'of the server that came back when its switch was cancelled',
      aSwitch({ phase: 'cancelled', strategy: 'recreate' }),
      false
    ],
    [
      'of another server',
      aSwitch({ phase: 'done', previousServer: '/user/ada/islp/' }),
      false
    ],
    ['without a switch', null, false]
  ])('%s', (_, item, explained) => {
    expect(isExplained(item, HERE)).toBe(explained);
  });
});

const dirty: string[] = [];
const documents = { dirty: () => [...dirty], download: jest.fn() };
const asking = { ask: jest.fn(() => Promise.resolve()) };

async function handlerOf(
  fake: FakeModel | null,
  hubPrefix = ''
): Promise<{ lost: jest.Mock; handler: IConnectionLost; execute: jest.Mock }> {
  PageConfig.setOption('baseUrl', HERE);
  const lost = jest.fn();
  const execute = jest.fn();
  const app = { commands: { execute } } as unknown as JupyterFrontEnd;
  const handler = await connectionLostPlugin.activate(
    app,
    fake?.model ?? null,
    fake && { handOver: { lost }, work: { documents }, asking },
    null,
    { urls: { hubPrefix, base: HERE } },
    { isConnected: true }
  );
  return { lost, handler: handler, execute };
}

it('is explained by the hand-over when a switch is the cause', async () => {
  const fake = new FakeModel();
  fake.switching = aSwitch({ phase: 'done' });
  const { handler, lost } = await handlerOf(fake);
  await handler({} as never, {} as never);
  expect(lost).toHaveBeenCalled();
});

it('is left to Lab when the network is the cause', async () => {
  const { handler, lost } = await handlerOf(new FakeModel());
  jest.useFakeTimers();
  const done = handler({} as never, {} as never);
  await jest.advanceTimersByTimeAsync(3000);
  jest.useRealTimers();
  const dialog = await shownDialog();
  expect(dialog.node.textContent).toContain('could not be established');
  dialog.reject();
  await done;
  expect(lost).not.toHaveBeenCalled();
});

it('offers to restart the server on a Hub, also without a companion', async () => {
  const { handler, execute } = await handlerOf(null, '/hub/');
  const done = handler({} as never, {} as never);
  const dialog = await shownDialog();
  expect(dialog.node.textContent).toContain('Would you like to restart it?');
  dialog.resolve(0);
  await done;
  expect(execute).toHaveBeenCalledWith('hub:restart');
});

describe('a service of this machine that was stopped', () => {
  const gone = async () => {
    const fake = new FakeModel();
    fake.set({ me: aMe(), connection: { state: 'offline', retryAt: 0 } });
    return { fake, ...(await handlerOf(fake)) };
  };

  it('is told of in our words, until it is back', async () => {
    const { fake, handler } = await gone();
    await handler({} as never, {} as never);
    const dialog = await shownDialog();
    expect(dialog.node.textContent).toContain('Projects was stopped');
    expect(dialog.node.textContent).toContain('npm start');
    const closed = new Promise(resolve => {
      dialog.disposed.connect(resolve);
    });
    fake.set({ connection: { state: 'online' } });
    await closed;
  });

  it('is told of by us also where Lab notices first', async () => {
    const fake = new FakeModel();
    fake.set({ me: aMe() });
    const { handler } = await handlerOf(fake);
    // Lab reports its kernels and its terminals, one after the other.
    const told = [1, 2].map(() => handler({} as never, {} as never));
    expect(fake.calls.refresh).toHaveBeenCalledTimes(1);
    fake.set({ connection: { state: 'offline', retryAt: 0 } });
    await Promise.all(told);
    expect(await answerDialog(true)).toBe('Projects was stopped');
  });

  it('is told of once, and again when it was back meanwhile', async () => {
    const { fake, handler } = await gone();
    await handler({} as never, {} as never);
    await answerDialog(true);
    await handler({} as never, {} as never);
    fake.set({ connection: { state: 'online' } });
    fake.set({ connection: { state: 'offline', retryAt: 0 } });
    await handler({} as never, {} as never);
    expect(await answerDialog(true)).toBe('Projects was stopped');
  });
});

describe('a server that ended without a switch', () => {
  const ended = async (more: Partial<Project> = {}) => {
    const fake = new FakeModel();
    fake.set({ projects: [penguins()] });
    const { handler } = await handlerOf(fake);
    const stopped = penguins({ state: 'stopped', ...more });
    delete stopped.url;
    fake.set({ projects: [stopped] });
    return { fake, told: handler({} as never, {} as never) };
  };
  const press = async (label: string): Promise<void> => {
    const { node } = await shownDialog();
    const buttons = [...node.querySelectorAll('button')];
    buttons.find(({ textContent }) => textContent === label)!.click();
  };

  beforeEach(() => {
    dirty.splice(0);
    jest.clearAllMocks();
  });

  it('is told of with why, and can be started again', async () => {
    const error = {
      ...refused('server-exited').problem,
      values: { part: 'server', exitCode: '137' }
    };
    const at = '2026-11-22T12:00:00.000Z';
    const { told } = await ended({
      failedStart: { switch: 's1', at, error, ready: true }
    });
    const { node } = await shownDialog();
    expect(node.textContent).toContain('The server of Penguins has ended');
    expect(node.textContent).toContain('exit code 137');
    expect(node.textContent).toContain('All files of this tab are saved.');
    await press('Open Penguins');
    await told;
    expect(asking.ask).toHaveBeenCalledWith('penguins');
  });

  it('is told of by us also where Lab notices first', async () => {
    const fake = new FakeModel();
    fake.set({ projects: [penguins()] });
    const { handler } = await handlerOf(fake);
    const told = handler({} as never, {} as never);
    const stopped = penguins({ state: 'stopped' });
    delete stopped.url;
    fake.set({ projects: [stopped] });
    expect(await answerDialog(false)).toBe('The server of Penguins has ended');
    await told;
  });

  it('lets what is only in this page be downloaded, and asks again', async () => {
    dirty.push('analysis.ipynb');
    const { told } = await ended();
    const { node } = await shownDialog();
    expect(node.textContent).toContain('not saved: analysis.ipynb');
    await press('Download 1 file');
    dirty.splice(0);
    await press('Read on');
    await told;
    expect(documents.download).toHaveBeenCalledWith(['analysis.ipynb']);
    expect(asking.ask).not.toHaveBeenCalled();
  });

  it('is told of until a server answers here again', async () => {
    const { fake, told } = await ended();
    await shownDialog();
    fake.set({ projects: [penguins()] });
    await told;
    expect(Dialog.tracker.find(({ isAttached }) => isAttached)).toBe(undefined);
  });
});
