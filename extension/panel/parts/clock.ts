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
 * One timer for everything that ticks on the page; none while nobody looks.
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
 * The time, every second while `ticking`; else once a minute is enough for
 * `2 hours ago`, and comes with whatever else changes.
 */
export function useTime(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => (ticking ? subscribe(setNow) : undefined), [ticking]);
  return ticking ? now : Date.now();
}
