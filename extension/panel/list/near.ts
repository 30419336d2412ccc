import type { RefObject } from 'react';
import { useLayoutEffect, useState } from 'react';

const EVENT = 'contentvisibilityautostatechange';

/**
 * True once the browser has told that the element, which has
 * `content-visibility: auto`, is in view or soon will be. Always true in
 * browsers that do not tell.
 */
export function useNear(node: RefObject<HTMLElement>): boolean {
  const [near, setNear] = useState(
    () => !('ContentVisibilityAutoStateChangeEvent' in window)
  );
  // Before the first frame, with which the browser tells of elements in view.
  useLayoutEffect(() => {
    const element = node.current;
    const look = (event: Event): void => {
      if (!(event as ContentVisibilityAutoStateChangeEvent).skipped) {
        setNear(true);
      }
    };
    element?.addEventListener(EVENT, look);
    return () => {
      element?.removeEventListener(EVENT, look);
    };
  }, [node]);
  return near;
}
