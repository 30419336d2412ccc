import { useSyncExternalStore } from 'react';

const KEY = 'jupyterlab-projects:seen-starts';
/** How many are remembered: older ones have newer starts of their projects. */
const MOST = 50;

const listeners = new Set<() => void>();

/**
 * Return a function that is true when the failure of a start was looked at in
 * this browser; it takes the id of the start's switch.
 */
export function useSeenStarts(): (id: string) => boolean {
  const kept = useSyncExternalStore(subscribe, read);
  return id => kept.split(' ').includes(id);
}

/**
 * Remember that the failure of a start was looked at.
 */
export function seeStart(id: string): void {
  const before = read().split(' ').filter(Boolean);
  if (!before.includes(id)) {
    try {
      const kept = [...before, id].slice(-MOST).join(' ');
      localStorage.setItem(KEY, kept);
    } catch {
      // This browser keeps nothing for us: the failure is told again.
    }
    listeners.forEach(listener => {
      listener();
    });
  }
}

function read(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // The browser sends this event for changes by other tabs.
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}
