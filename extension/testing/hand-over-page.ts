/** The hand-over of a page of Lab, with fakes for the parts around it. */
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { Asking } from '../projects/asking.ts';
import type { IDocuments } from '../hand-over/documents.ts';
import { HandOver } from '../hand-over/hand-over.ts';
import { PageWork } from '../hand-over/page-work.ts';
import type { HandOverState } from '../hand-over/switch-hand-over.ts';
import type { IRunningWork } from '../hand-over/running-work.ts';
import { aProject, FakeModel, penguins } from './fake-model.ts';

/** Open a page of Penguins, with the work that a test gives it. */
export function openPage(more: { server?: string; visible?: boolean } = {}) {
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
    idle: jest.fn((signal: AbortSignal) => {
      signal.throwIfAborted();
      return Promise.resolve();
    })
  } satisfies IRunningWork;
  const page = {
    connected: true,
    sinceKey: 60_000,
    prepared: 0,
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
      prepare: () => {
        page.prepared++;
      },
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
export function until(
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
