import { refused } from '../testing/panel-model.ts';
import { commandsOf } from '../testing/lab-commands.ts';
import { answerDialog } from '../testing/lab-dialog.ts';
import { CommandIDs } from '../tokens.ts';

const args = { project: 'penguins' };

it('the server of this page stops when all is saved, and the page is left', async () => {
  const { commands, fake, desk, leave } = commandsOf();
  const order: string[] = [];
  desk.work.saveInTime.mockImplementation(() => {
    order.push('saved');
    return Promise.resolve([]);
  });
  fake.calls.stop.mockImplementation(() => {
    order.push('stopped');
    return Promise.resolve();
  });
  const done = commands.execute(CommandIDs.stop, args);
  expect(await answerDialog(true)).toBe('Stop the server of Penguins?');
  await done;
  expect(order).toEqual(['saved', 'stopped']);
  expect(leave).toHaveBeenCalledTimes(1);
});

it('nothing happens when the question is answered by no', async () => {
  const { commands, fake, leave } = commandsOf();
  const done = commands.execute(CommandIDs.stop, args);
  await answerDialog(false);
  await done;
  expect(fake.calls.stop).not.toHaveBeenCalled();
  expect(leave).not.toHaveBeenCalled();
});

it('with work that cannot be saved it goes on, and says so', async () => {
  const { commands, fake, desk } = commandsOf();
  desk.work.saveInTime.mockResolvedValue(['notes.md']);
  const done = commands.execute(CommandIDs.stop, args);
  await answerDialog(true);
  expect(await answerDialog(true)).toBe('The server goes on');
  await done;
  expect(fake.calls.stop).not.toHaveBeenCalled();
});

it('where it is refused, the page goes on', async () => {
  const { commands, fake, desk, leave } = commandsOf();
  fake.calls.stop.mockRejectedValue(refused('project-active'));
  const done = commands.execute(CommandIDs.stop, args);
  await answerDialog(true);
  await done;
  expect(desk.work.rest.mock.calls).toEqual([[true], [false]]);
  expect(leave).not.toHaveBeenCalled();
});

it('that of another project stops without a question', async () => {
  const { commands, fake } = commandsOf();
  await commands.execute(CommandIDs.stop, { project: 'ocean' });
  expect(fake.calls.stop).toHaveBeenCalledWith('ocean');
});
