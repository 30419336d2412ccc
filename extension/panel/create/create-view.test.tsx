import { act, fireEvent, screen } from '@testing-library/react';
import {
  asked,
  field,
  made,
  openForm as open,
  preview,
  settle,
  submit,
  type,
  url
} from '../../testing/create-panel.tsx';
import { refused } from '../../testing/panel-model.ts';
import type { Preview } from 'jupyterlab-projects-companion/contract';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the preview', () => {
  it('is asked for when typing stops, and says what a build would read', async () => {
    const panel = open('');
    type('owner/re');
    type('owner/repo');
    await settle();
    expect(asked(panel, 'resolve')).toEqual([{ source: 'owner/repo' }]);
    const card = screen.getByRole('region', { name: 'Preview' });
    expect(card.textContent).toContain('requirements.txt: 14 packages');
    expect(card.textContent).toContain('apt.txt is not used on this machine.');
    expect(card.textContent).toContain('About 1 minute to build');
    screen.getByText('/home/ada/projects/repo');
  });

  it('of an older text is not shown', async () => {
    const answers: ((value: Preview) => void)[] = [];
    open(url, {}, () => new Promise(resolve => answers.push(resolve)));
    await settle();
    type('owner/other');
    await settle();
    await act(async () => {
      answers[1]?.({ ...preview, name: 'other' });
      answers[0]?.(preview);
      await Promise.resolve();
    });
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('other');
  });
});

describe('creating', () => {
  it('with Enter does not wait for the preview, switches, and shows the build', async () => {
    const panel = open();
    await submit();
    expect(asked(panel, 'create')).toEqual([{ source: url }]);
    expect(panel.actions.switchTo).toHaveBeenCalledWith(made.project);
    expect(panel.route.place).toEqual({ view: 'build', project: 'repo' });
  });

  it('without switching stays where one is', async () => {
    const panel = open();
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: 'Create' }));
      await Promise.resolve();
    });
    expect(asked(panel, 'create')).toHaveLength(1);
    expect(panel.actions.switchTo).not.toHaveBeenCalled();
  });

  it('twice at once makes one project', async () => {
    const panel = open();
    panel.model.answerCreate = () => new Promise(() => undefined);
    act(() => {
      fireEvent.submit(field().form!);
      fireEvent.submit(field().form!);
    });
    await settle();
    expect(asked(panel, 'create')).toHaveLength(1);
  });

  it('sends the name and the ref that were changed', async () => {
    const panel = open();
    await settle();
    const change = (label: string, value: string): void => {
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    };
    change('Name', 'mine');
    change('Branch, tag or commit', 'v1');
    await submit();
    expect(asked(panel, 'create')).toEqual([
      { source: url, ref: 'v1', name: 'mine' }
    ]);
  });

  it('that fails keeps the text and says why under the field', async () => {
    const panel = open();
    panel.model.answerCreate = () =>
      Promise.reject(
        refused('source-empty', { values: { repository: 'o/r' } })
      );
    await submit();
    expect(field().value).toBe(url);
    expect(field().getAttribute('aria-invalid')).toBe('true');
    const id = field().getAttribute('aria-describedby')!;
    expect(document.getElementById(id)?.textContent).toBe(
      'o/r has no files yet.'
    );
  });
});
