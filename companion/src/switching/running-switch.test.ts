import { SwitchBench, USER } from '../testing/switch-fixtures.ts';
import { Records } from '../records/records.ts';
import { Journal } from './journal.ts';
import { RunningSwitch } from './running-switch.ts';
import { withEnding } from './switch-record.ts';

let bench: SwitchBench;

afterEach(() => bench.close());

test('a switch that is to be undone takes no step forward', async () => {
  bench = new SwitchBench();
  await bench.project('alpha', 'alpha-1');
  bench.driver.starting = () => new Promise(() => undefined);
  const starting = bench.reaches('starting');
  await bench.switcher.start(USER, { project: 'alpha' });
  await starting;
  const journal = new Journal({
    records: new Records(bench.store),
    events: { publish: () => undefined },
    feed: { changed: () => undefined }
  });
  const record = (await journal.underWay(USER))!;
  const now = () => new Date();
  const running = new RunningSwitch(record, { journal, now, resumed: false });

  const ending = running.update(before =>
    withEnding(before, { phase: 'cancelled' })
  );
  await expect(running.step('ready')).rejects.toThrow('being undone');
  await ending;
  expect((await journal.underWay(USER))?.shown.phase).toBe('starting');
  await running.step('cancelled');
  expect(await journal.underWay(USER)).toBeUndefined();
});
