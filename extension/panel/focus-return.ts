import type { RefObject } from 'react';
import { useLayoutEffect, useRef } from 'react';
import type { Place } from './parts/route.ts';

/**
 * Return the focus, when a sub-view is left, to the row or button that it came
 * from, or else to the fallback.
 */
export function useFocusReturn(
  place: Place,
  panel: RefObject<HTMLElement>,
  fallback: RefObject<HTMLElement>
): void {
  const origin = useRef<{ node: Element | null; project: string | null }>();
  const before = useRef(place.view);
  if (before.current === 'list' && place.view !== 'list') {
    const node = document.activeElement;
    const row = node?.closest<HTMLElement>('[data-project]');
    origin.current = { node, project: row?.dataset.project ?? null };
  }
  useLayoutEffect(() => {
    const returned = before.current !== 'list' && place.view === 'list';
    before.current = place.view;
    const active = document.activeElement;
    // A focus that has moved elsewhere meanwhile stays there.
    if (!returned || (active !== document.body && active !== null)) {
      return;
    }
    const target =
      stillThere(origin.current?.node) ??
      rowOf(panel.current, origin.current?.project) ??
      fallback.current;
    target?.focus();
  }, [place, panel, fallback]);
}

/**
 * Focus the fallback when the list with the focus gives way to the empty state.
 */
export function useFocusAfterLast(
  isEmpty: boolean,
  panel: RefObject<HTMLElement>,
  fallback: RefObject<HTMLElement>
): void {
  const held = panel.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (isEmpty && held && document.activeElement === document.body) {
      fallback.current?.focus();
    }
    // Only the moment when it becomes empty counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isEmpty]);
}

function stillThere(node: Element | null | undefined): HTMLElement | null {
  return node instanceof HTMLElement &&
    node.isConnected &&
    node !== document.body
    ? node
    : null;
}

function rowOf(
  panel: HTMLElement | null,
  project: string | null | undefined
): HTMLElement | undefined {
  const rows = panel?.querySelectorAll<HTMLElement>('[data-project]') ?? [];
  return [...rows].find(({ dataset }) => dataset.project === project);
}
