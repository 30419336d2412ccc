import type { SwitchPhase } from '../contract/contract.ts';
import { stateOf } from './project-state.ts';
import type { Situation } from './project-state.ts';

const STOPPED: Situation = {
  id: 'p',
  folder: 'folder',
  hasImage: true,
  runs: false,
  stopping: false,
  build: { endedAt: '2026-01-01T00:00:00.000Z' },
  underWay: undefined
};
const building = { build: { endedAt: undefined } };
const underWay = (phase: SwitchPhase, from: string | null, project = 'p') => ({
  underWay: { phase, from, project }
});

test.each<[string, Partial<Situation>]>([
  ['stopped', {}],
  ['stopped', { folder: 'missing' }],
  ['stopped', { hasImage: false }],
  ['unbuilt', { hasImage: false, folder: 'missing' }],
  ['building', { ...building, hasImage: false, folder: 'missing' }],
  ['building', building],
  ['running', { runs: true }],
  ['running', { runs: true, ...building }],
  ['running', { runs: true, ...underWay('starting', 'p') }],
  ['running', { runs: true, ...underWay('stopping-previous', 'p') }],
  ['starting', underWay('starting', 'q')],
  ['stopped', underWay('waiting', 'q')],
  ['stopped', underWay('starting', 'p', 'q')],
  ['stopping', { runs: true, stopping: true }],
  ['stopping', { runs: true, ...underWay('stopping-previous', 'p', 'q') }],
  ['stopped', underWay('stopping-previous', 'p', 'q')]
])('is %s with %j', (state, situation) => {
  expect(stateOf({ ...STOPPED, ...situation })).toBe(state);
});
