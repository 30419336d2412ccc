import { openPage, until } from '../testing/hand-over-page.ts';

describe('the page that asked for a switch', () => {
  it('saves, says that it is ready to leave, and leaves at active', async () => {
    const { fake, asking, handOver, page, documents } = openPage();
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'moving');
    expect(documents.save).toHaveBeenCalled();
    expect(fake.calls.saved).toHaveBeenCalledWith('s1', true, []);
    expect(page).toMatchObject({ connected: false, gone: [], prepared: 1 });
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

  it('lets the browser ask about changes that nobody chose to leave', async () => {
    const { fake, asking, handOver, documents, page } = openPage();
    documents.save.mockResolvedValue(['fit.py']);
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'asking');
    void handOver.moveAnyway('now');
    await until(handOver, 'moving');
    documents.dirty.mockReturnValue(['fit.py', 'typed-meanwhile.md']);
    fake.enter('active');
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(page.gone).toMatchObject([{ discard: false }]);
  });

  it('asks nothing about a switch that was cancelled as it looked', async () => {
    const { fake, asking, handOver, running } = openPage();
    running.cells.mockResolvedValue(['analysis.ipynb']);
    await asking.ask('ocean');
    fake.enter('starting');
    fake.enter('ready');
    await until(handOver, 'asking');
    handOver.stay();
    expect(handOver.state.phase).toBe('offering');
    const moving = handOver.move();
    fake.enter('cancelled');
    await moving;
    expect(handOver.state.phase).toBe('idle');
  });

  it('is not told twice where the old server stops first', async () => {
    const { fake, asking, handOver } = openPage();
    await asking.ask('ocean');
    fake.enter('stopping-previous', { strategy: 'recreate' });
    handOver.lost();
    expect(handOver.state.phase).toBe('idle');
    expect(asking.where('ocean')).toBe('here');
  });
});
