import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer, useState } from 'react';

/**
 * Render again whenever a signal is emitted.
 */
export function useSignal(signal: ISignal<unknown, unknown> | undefined): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const slot = (): void => {
      again();
    };
    signal?.connect(slot);
    // A signal may have been emitted between rendering and this effect.
    slot();
    return () => {
      signal?.disconnect(slot);
    };
  }, [signal]);
}

/**
 * Return the time, anew each second while the page is visible.
 */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) {
        setNow(Date.now());
      }
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
