import { aSwitch, FakeModel } from '../../testing/fake-model.ts';
import { SwitchStage } from './switch-stage.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Makes a stage of a page that was loaded before the switch. */
function open(visible = true) {
  const fake = new FakeModel();
  const stage = new SwitchStage({ model: fake.model, opens: () => visible });
  return { fake, stage };
}

it('a switch that lasts opens its dialog, and shrinks on demand', () => {
  const { fake, stage } = open();
  fake.enter('waiting');
  fake.enter('starting');
  expect(stage.view).toBe('none');
  jest.advanceTimersByTime(300);
  expect(stage.view).toBe('dialog');
  stage.shrink();
  expect(stage.view).toBe('strip');
  fake.enter('ready');
  expect(stage.view).toBe('strip');
  stage.open();
  expect(stage.view).toBe('dialog');
});

it('a warm switch shows nothing but the move', () => {
  const { fake, stage } = open();
  const seen = new Set<string>();
  stage.changed.connect(() => seen.add(stage.view));
  fake.enter('starting');
  fake.enter('ready');
  fake.enter('active');
  fake.enter('done');
  jest.advanceTimersByTime(300);
  expect([...seen]).toEqual(['none']);
});

it('a build ahead starts as a strip', () => {
  const { fake, stage } = open();
  fake.enter('waiting');
  fake.enter('building');
  jest.advanceTimersByTime(300);
  expect(stage.view).toBe('strip');
});

it('a page that is reloaded in mid-switch shows it shrunken', () => {
  const { fake, stage } = open();
  fake.set({ projects: null });
  const again = new SwitchStage({ model: fake.model, opens: () => true });
  stage.dispose();
  fake.set({ projects: [], switching: aSwitch({ phase: 'starting' }) });
  jest.advanceTimersByTime(300);
  expect(again.view).toBe('strip');
  fake.enter('failed');
  expect(again.view).toBe('failed');
});

it('a page that nobody looks at shows it shrunken', () => {
  const { fake, stage } = open(false);
  fake.enter('starting');
  jest.advanceTimersByTime(300);
  expect(stage.view).toBe('strip');
});

it('a failure is shown until it is read', () => {
  const { fake, stage } = open();
  fake.enter('starting');
  fake.enter('failed');
  expect(stage.view).toBe('failed');
  stage.dismiss();
  expect(stage.view).toBe('none');
});

it('a failure from before this page is not shown', () => {
  const fake = new FakeModel();
  fake.projects = null;
  const stage = new SwitchStage({ model: fake.model });
  fake.set({ projects: [], switching: aSwitch({ phase: 'failed' }) });
  expect(stage.view).toBe('none');
});

it('the next switch begins afresh', () => {
  const { fake, stage } = open();
  fake.enter('starting');
  fake.enter('failed');
  stage.dismiss();
  fake.set({ switching: aSwitch({ id: 's2', phase: 'starting' }) });
  jest.advanceTimersByTime(300);
  expect(stage.view).toBe('dialog');
});
