import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import type { IConnectionLost } from '@jupyterlab/application';
import { connectionLostPlugin, isExplained } from './connection-lost.ts';
import { aSwitch, FakeModel } from './testing/fake-model.ts';

// Lab renders its dialogs when it likes.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });

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
    fake && { handOver: { lost } },
    null,
    { urls: { hubPrefix, base: HERE } },
    { isConnected: true }
  );
  return { lost, handler: handler, execute };
}

/** Resolves with the dialog that Lab shows. */
function shown(): Promise<Dialog<unknown>> {
  return new Promise(resolve => {
    const look = (): void => {
      const dialog = Dialog.tracker.find(one => one.isAttached);
      if (dialog?.node.textContent) {
        resolve(dialog);
      } else {
        setTimeout(look, 0);
      }
    };
    look();
  });
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
  const done = handler({} as never, {} as never);
  const dialog = await shown();
  expect(dialog.node.textContent).toContain('could not be established');
  dialog.reject();
  await done;
  expect(lost).not.toHaveBeenCalled();
});

it('offers to restart the server on a Hub, also without a companion', async () => {
  const { handler, execute } = await handlerOf(null, '/hub/');
  const done = handler({} as never, {} as never);
  const dialog = await shown();
  expect(dialog.node.textContent).toContain('Would you like to restart it?');
  dialog.resolve(0);
  await done;
  expect(execute).toHaveBeenCalledWith('hub:restart');
});
