/**
 * The effect of a key in the list.
 */
export type GridMove =
  | { readonly row: number }
  | { readonly cell: number }
  | 'primary'
  | 'select'
  | 'menu'
  | 'filter'
  | 'remove'
  | 'rename'
  | 'leave-cell'
  | { readonly type: string };

/**
 * The place of the focus: its row, and the part of the row, where 0 is the row
 * itself.
 */
export interface GridPlace {
  readonly row: number;
  readonly rows: number;
  readonly cell: number;
  readonly cells: number;
  readonly page: number;
  readonly rtl: boolean;
}

type Key = Pick<
  KeyboardEvent,
  'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'
>;

/**
 * Return the effect of a key, or nothing.
 */
export function gridMove(event: Key, place: GridPlace): GridMove | null {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return null;
  }
  if (event.key === 'F10') {
    return event.shiftKey ? 'menu' : null;
  }
  return rowMove(event.key, place) ?? cellMove(event.key, place);
}

function rowMove(key: string, place: GridPlace): GridMove | null {
  const { row, rows, page } = place;
  const target: Partial<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1
  };
  const to = target[key];
  return to === undefined ? null : { row: Math.max(0, Math.min(rows - 1, to)) };
}

function cellMove(key: string, place: GridPlace): GridMove | null {
  const { cell, cells, rtl } = place;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft': {
      const step = (key === 'ArrowRight') === rtl ? -1 : 1;
      return { cell: Math.max(0, Math.min(cells, cell + step)) };
    }
    case 'Escape':
      return cell > 0 ? 'leave-cell' : null;
    case 'ContextMenu':
      return 'menu';
    default:
      return cell > 0 ? null : rowKey(key);
  }
}

/**
 * Return the effect of a key on the row itself; a button has its own use for
 * it.
 */
function rowKey(key: string): GridMove | null {
  switch (key) {
    case 'Enter':
      return 'primary';
    case ' ':
      return 'select';
    case '/':
      return 'filter';
    case 'Delete':
      return 'remove';
    case 'F2':
      return 'rename';
    default:
      return key.length === 1 ? { type: key } : null;
  }
}

/**
 * Return the next row whose title begins with the typed text, or -1.
 */
export function typeAhead(
  titles: readonly string[],
  typed: string,
  row: number
): number {
  const wanted = typed.toLocaleLowerCase();
  const from = typed.length > 1 ? row : row + 1;
  const order = titles.map((_, index) => (from + index) % titles.length);
  return (
    order.find(index =>
      titles[index]?.toLocaleLowerCase().startsWith(wanted)
    ) ?? -1
  );
}
