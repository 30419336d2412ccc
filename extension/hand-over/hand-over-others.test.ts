import { openPage, until } from '../testing/hand-over-page.ts';

describe('every other page of the old server', () => {
  it('saves and says so, and stays as a stale tab', async () => {
    const { fake, handOver, page } = openPage();
    localStorage.setItem('jupyterlab-projects:asked', 'ocean');
    fake.enter('starting');
    const told = new Promise<void>(resolve => {
      fake.calls.saved.mockImplementationOnce(() => {
        resolve();
        return Promise.resolve();
      });
    });
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

describe('with time', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('a page moves instead of the one that asked and is gone', async () => {
    const { fake, handOver, page } = openPage();
    localStorage.setItem('jupyterlab-projects:asked', 'ocean');
    fake.enter('starting');
    fake.enter('ready');
    await jest.advanceTimersByTimeAsync(4000);
    expect(handOver.state.phase).toBe('idle');
    await jest.advanceTimersByTimeAsync(2000);
    expect(handOver.state.phase).toBe('offering');
    void handOver.move();
    await jest.advanceTimersByTimeAsync(0);
    expect(fake.calls.saved).toHaveBeenLastCalledWith('s1', true, []);
    fake.enter('active');
    await jest.advanceTimersByTimeAsync(0);
    expect(page.gone).toHaveLength(1);
  });

  it('a page that was left says when what it holds is saved', async () => {
    const { fake, documents } = openPage({ visible: false });
    documents.save.mockResolvedValue(['fit.py']);
    documents.dirty.mockReturnValue(['fit.py']);
    fake.enter('starting');
    fake.enter('active');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(fake.calls.saved).toHaveBeenCalledTimes(1);
    documents.dirty.mockReturnValue([]);
    await jest.advanceTimersByTimeAsync(2000);
    expect(fake.calls.saved).toHaveBeenLastCalledWith('s1', false, []);
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
