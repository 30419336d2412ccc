import { aMe, aBuild, aProject, aSwitch } from '../testing/fake-model.ts';
import { commandsOf } from '../testing/lab-commands.ts';
import { CommandIDs } from '../tokens.ts';

const { openRescue } = CommandIDs;

describe('Open Rescue Lab', () => {
  it('is there where the site has one', async () => {
    const { fake, commands, desk } = commandsOf();
    expect(commands.isEnabled(openRescue)).toBe(false);
    expect(commands.isVisible(openRescue)).toBe(false);
    fake.set({ me: aMe('rescue') });
    expect(commands.label(openRescue)).toBe('Open Rescue Lab');
    expect(commands.isEnabled(openRescue)).toBe(true);
    await commands.execute(openRescue);
    expect(desk.asking.ask).toHaveBeenCalledWith('rescue');
  });

  it('waits for another switch, and leads nowhere from there', () => {
    const { fake, commands } = commandsOf();
    fake.set({ me: aMe('rescue') });
    fake.enter('starting');
    expect(commands.isVisible(openRescue)).toBe(true);
    expect(commands.isEnabled(openRescue)).toBe(false);
    fake.set({ switching: aSwitch({ project: 'rescue', phase: 'done' }) });
    expect(commands.isVisible(openRescue)).toBe(false);
  });

  test.each([
    ['that is well', aProject(), false],
    ['without its folder', aProject({ warning: 'folder-missing' }), true],
    ['not built', aProject({ build: aBuild({ phase: 'failed' }) }), true]
  ])('in the menu of a project %s: %j', (_, project, shown) => {
    const { fake, commands } = commandsOf();
    fake.set({ me: aMe('rescue'), projects: [project] });
    const args = { project: 'ocean', short: true };
    expect(commands.label(openRescue, args)).toBe('Open rescue Lab');
    expect(commands.isVisible(openRescue, args)).toBe(shown);
  });

  it('in the menu of a project that did not start', () => {
    const { fake, commands } = commandsOf();
    fake.set({ me: aMe('rescue'), switching: aSwitch({ phase: 'failed' }) });
    expect(commands.isVisible(openRescue, { project: 'ocean' })).toBe(true);
    expect(commands.isVisible(openRescue, { project: 'penguins' })).toBe(false);
  });
});
