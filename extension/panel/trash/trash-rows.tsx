import type { Trashed } from 'jupyterlab-projects-companion/contract';
import React, { useLayoutEffect, useRef } from 'react';
import { visible } from '../../projects/visible.ts';
import { TextButton } from '../parts/buttons.tsx';
import { useTime } from '../parts/clock.ts';
import { usePanel } from '../parts/panel-context.ts';
import { useReason } from '../parts/primary-action.ts';

/**
 * The props of the rows.
 */
export interface ITrashRows {
  readonly trash: readonly Trashed[];
  /** The ids of the entries that are being restored or deleted. */
  readonly busy: readonly string[];
  readonly onRestore: (entry: Trashed) => void;
  readonly onPurge: (entry: Trashed) => void;
}

/**
 * The entries of the trash, each with its two ways out.
 */
export function TrashRows(props: ITrashRows): React.JSX.Element {
  const { trash } = props;
  const { trans } = usePanel();
  const node = useRef<HTMLDivElement>(null);
  useFocusNearby(trash, node);
  return (
    <div ref={node}>
      {trash.length === 0 ? (
        <p className="jp-Projects-hint">
          {trans.__(
            'The trash is empty. A project that you delete waits here.'
          )}
        </p>
      ) : (
        <ul className="jp-Projects-trash" aria-label={trans.__('Trash')}>
          {trash.map(entry => (
            <TrashRow key={entry.id} {...props} entry={entry} />
          ))}
        </ul>
      )}
    </div>
  );
}

/**
 * Return the title of a deleted folder.
 */
export function trashedTitle({ title, name, id }: Trashed): string {
  return visible([title, name, id].find(Boolean) ?? id);
}

function TrashRow({
  entry,
  busy,
  onRestore,
  onPurge
}: ITrashRows & { readonly entry: Trashed }): React.JSX.Element {
  const { trans } = usePanel();
  const title = trashedTitle(entry);
  const offline = useReason();
  const reason = busy.includes(entry.id)
    ? trans.__('This is being done.')
    : offline;
  return (
    <li data-trashed={entry.id}>
      <span
        className="jp-Projects-title"
        dir="auto"
        title={visible(entry.name)}
      >
        {title}
      </span>
      <span className="jp-Projects-hint">{useFacts(entry)}</span>
      <span className="jp-Projects-buttons">
        <TextButton
          small
          name={trans.__('Restore %1', title)}
          unless={reason}
          onClick={() => {
            onRestore(entry);
          }}
        >
          {trans.__('Restore')}
        </TextButton>
        <TextButton
          small
          name={trans.__('Delete for good: %1', title)}
          unless={reason}
          onClick={() => {
            onPurge(entry);
          }}
        >
          {trans.__('Delete for good…')}
        </TextButton>
      </span>
    </li>
  );
}

/** Returns the size, and how long the entry stays: `2.8 GB · 27 days left`. */
function useFacts({ bytes, purgeAt }: Trashed): string {
  const { format } = usePanel();
  const now = useTime(false);
  return [
    bytes === null ? '' : format.size(bytes),
    purgeAt === undefined ? '' : format.left(purgeAt, now)
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * Focus the next entry when the one with the focus is gone, else the one
 * before, else the heading.
 */
function useFocusNearby(
  trash: readonly Trashed[],
  node: React.RefObject<HTMLElement>
): void {
  const last = useRef<string | null>(null);
  const before = useRef(trash);
  useLayoutEffect(() => {
    const index = before.current.findIndex(({ id }) => id === last.current);
    before.current = trash;
    const gone = index >= 0 && !trash.some(({ id }) => id === last.current);
    if (!gone || document.activeElement !== document.body) {
      return;
    }
    focusRow(node.current, index);
  }, [trash, node]);
  useLayoutEffect(() => {
    const list = node.current;
    const note = ({ target }: FocusEvent): void => {
      const row = target instanceof HTMLElement ? target.closest('li') : null;
      last.current = row?.dataset.trashed ?? null;
    };
    list?.addEventListener('focusin', note);
    return () => {
      list?.removeEventListener('focusin', note);
    };
  }, [node]);
}

function focusRow(node: HTMLElement | null, index: number): void {
  const rows = node?.querySelectorAll('li') ?? [];
  const next = rows[Math.min(index, rows.length - 1)]?.querySelector('button');
  const heading = node?.closest('section')?.querySelector('h2');
  (next ?? heading)?.focus();
}
