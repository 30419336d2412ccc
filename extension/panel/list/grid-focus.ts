import type { Project } from 'jupyterlab-projects-companion/contract';
import type { KeyboardEvent, RefObject } from 'react';
import { useLayoutEffect, useRef } from 'react';
import type { GridMove } from './grid-keys.ts';
import { gridMove, typeAhead } from './grid-keys.ts';
import { usePanel } from '../parts/panel-context.ts';
import { usePrimary, useRemoval, useWords } from '../parts/primary-action.ts';

/**
 * Letters typed within this time of each other make one word, in milliseconds.
 */
const TYPING_MS = 700;

interface GridKeys {
  readonly projects: readonly Project[];
  readonly now: number;
  readonly onFilter: () => void;
}

/**
 * The row that an element stands in.
 */
export function rowOf(node: EventTarget): HTMLElement | null {
  return node instanceof HTMLElement
    ? node.closest<HTMLElement>('[data-project]')
    : null;
}

function partsOf(row: HTMLElement): HTMLElement[] {
  return [row, ...row.querySelectorAll('button')];
}

function rowsIn(grid: HTMLElement | null): HTMLElement[] {
  return [...(grid?.querySelectorAll<HTMLElement>('[data-project]') ?? [])];
}

/**
 * Return the handler of the keys in the list.
 */
export function useGridKeys(
  { projects, now, onFilter }: GridKeys,
  grid: RefObject<HTMLDivElement>
): (event: KeyboardEvent) => void {
  const { route } = usePanel();
  const remove = useRemoval();
  const primary = usePrimary();
  const words = useWords(now);
  const typed = useRef({ text: '', at: 0 });

  const toRow = (index: number): void => {
    const project = projects[index];
    if (project) {
      route.select(project.id);
      rowsIn(grid.current)[index]?.focus();
    }
  };
  const type = (letter: string, row: number): void => {
    const since = Date.now() - typed.current.at;
    const before = since < TYPING_MS ? typed.current.text : '';
    typed.current = { text: before + letter, at: Date.now() };
    const titles = projects.map(({ title }) => title);
    toRow(typeAhead(titles, typed.current.text, row));
  };
  const act = (move: GridMove, row: HTMLElement, index: number): void => {
    const parts = partsOf(row);
    const project = projects[index];
    if (typeof move === 'string') {
      const named: Record<typeof move, () => void> = {
        'leave-cell': () => {
          row.focus();
        },
        menu: () => parts.at(-1)?.click(),
        filter: onFilter,
        remove: () => {
          if (project) {
            remove(project);
          }
        },
        rename: () => {
          if (project && project.state !== 'unmanaged') {
            route.show({ view: 'rename', project: project.id });
          }
        },
        select: () => {
          toRow(index);
        },
        primary: () => {
          if (project) {
            primary(project, words(project));
          }
        }
      };
      named[move]();
    } else if ('row' in move) {
      toRow(move.row);
    } else if ('cell' in move) {
      parts[move.cell]?.focus();
    } else {
      type(move.type, index);
    }
  };
  return event => {
    const row = rowOf(event.target);
    if (!row || !(event.target instanceof HTMLElement)) {
      return;
    }
    const index = rowsIn(grid.current).indexOf(row);
    const parts = partsOf(row);
    const move = gridMove(event, {
      row: index,
      rows: projects.length,
      cell: Math.max(0, parts.indexOf(event.target)),
      cells: parts.length - 1,
      page: pageOf(grid.current, row),
      rtl: getComputedStyle(row).direction === 'rtl'
    });
    if (move) {
      event.preventDefault();
      event.stopPropagation();
      act(move, row, index);
    }
  };
}

function pageOf(grid: HTMLElement | null, row: HTMLElement): number {
  const height = row.offsetHeight;
  const seen = grid?.closest('.jp-Projects-scroll')?.clientHeight ?? 0;
  return height ? Math.max(1, Math.floor(seen / height)) : 10;
}

/**
 * Focus the next row when the row with the focus is gone, else the one before.
 */
export function useFocusKept(
  ids: readonly string[],
  grid: RefObject<HTMLDivElement>,
  onEmptied: () => void
): void {
  const last = useRef<{ id: string; index: number } | null>(null);
  const key = ids.join('\n');
  useLayoutEffect(() => {
    const lost = last.current;
    if (lost && !ids.includes(lost.id)) {
      last.current = null;
      const rows = rowsIn(grid.current);
      const next = rows[Math.min(lost.index, rows.length - 1)];
      if (document.activeElement !== document.body) {
        return;
      }
      if (next) {
        next.focus();
      } else {
        onEmptied();
      }
    }
    // `key` stands for `ids`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  useLayoutEffect(() => {
    const node = grid.current;
    const note = (event: FocusEvent): void => {
      const id = event.target && rowOf(event.target)?.dataset.project;
      last.current = id ? { id, index: ids.indexOf(id) } : null;
    };
    const forget = (event: FocusEvent): void => {
      if (event.relatedTarget) {
        last.current = null;
      }
    };
    node?.addEventListener('focusout', forget);
    node?.addEventListener('focusin', note);
    return () => {
      node?.removeEventListener('focusout', forget);
      node?.removeEventListener('focusin', note);
    };
  });
}
