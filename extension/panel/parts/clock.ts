import { useEffect, useState } from 'react';

type Listener = (now: number) => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  const now = Date.now();
  listeners.forEach(listener => {
    listener(now);
  });
}

/**
 * Start or stop the page's one timer: it runs while something ticks and the
 * page is visible.
 */
function adjust(): void {
  const wanted = listeners.size > 0 && !document.hidden;
  if (wanted && timer === undefined) {
    timer = setInterval(tick, 1000);
    tick();
  } else if (!wanted && timer !== undefined) {
    clearInterval(timer);
    timer = undefined;
  }
}

function subscribe(listener: Listener): () => void {
  if (listeners.size === 0) {
    document.addEventListener('visibilitychange', adjust);
  }
  listeners.add(listener);
  adjust();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      document.removeEventListener('visibilitychange', adjust);
    }
    adjust();
  };
}

/**
 * Return the time, anew each second while `ticking`. Else it is that of the
 * last rendering: other changes render often enough for `2 hours ago`.
 */
export function useTime(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => (ticking ? subscribe(setNow) : undefined), [ticking]);
  return ticking ? now : Date.now();
}
