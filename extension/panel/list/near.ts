import type { RefObject } from 'react';
import { useLayoutEffect, useState } from 'react';

const EVENT = 'contentvisibilityautostatechange';

/**
 * Whether the element, which has `content-visibility: auto`, is or was to be
 * seen, or soon will be: the browser tells. Where it does not, all are.
 */
export function useNear(node: RefObject<HTMLElement>): boolean {
  const [near, setNear] = useState(
    () => !('ContentVisibilityAutoStateChangeEvent' in window)
  );
  // At once: what is seen from the start is told of with the first frame.
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
