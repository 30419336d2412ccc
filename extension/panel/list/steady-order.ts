import type { Project } from 'jupyterlab-projects-companion/contract';
import type { RefObject } from 'react';
import { useEffect, useReducer, useRef } from 'react';
import { ordered, steady } from '../parts/project-filter.ts';

/**
 * The time after which the order is made anew, once pointer and focus have
 * left.
 */
const LEFT_MS = 1000;

/**
 * Return the projects in order; while the pointer or the focus is in the list,
 * each stays where it is.
 */
export function useSteadyOrder(
  projects: readonly Project[],
  list: RefObject<HTMLElement>
): Project[] {
  const [, again] = useReducer((count: number) => count + 1, 0);
  const held = useRef(false);
  const order = useRef<string[]>([]);
  useEffect(() => {
    const node = list.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hold = (): void => {
      clearTimeout(timer);
      held.current = true;
    };
    const release = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!node?.matches(':hover, :focus-within')) {
          held.current = false;
          again();
        }
      }, LEFT_MS);
    };
    const holds = ['pointerenter', 'focusin'];
    const releases = ['pointerleave', 'focusout'];
    holds.forEach(name => node?.addEventListener(name, hold));
    releases.forEach(name => node?.addEventListener(name, release));
    return () => {
      clearTimeout(timer);
      holds.forEach(name => node?.removeEventListener(name, hold));
      releases.forEach(name => node?.removeEventListener(name, release));
    };
  }, [list]);
  const result = held.current
    ? steady(projects, order.current)
    : ordered(projects);
  order.current = result.map(({ id }) => id);
  return result;
}
