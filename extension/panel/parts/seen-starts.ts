import { useSyncExternalStore } from 'react';

const KEY = 'jupyterlab-projects:seen-starts';
/** Older ones have been followed by others of their projects. */
const MOST = 50;

const listeners = new Set<() => void>();

/**
 * Whether the failure of a start was looked at on this browser, by the id of its
 * switch.
 */
export function useSeenStarts(): (id: string) => boolean {
  const kept = useSyncExternalStore(subscribe, read);
  return id => kept.split(' ').includes(id);
}

/**
 * It was looked at.
 */
export function seeStart(id: string): void {
  const before = read().split(' ').filter(Boolean);
  if (!before.includes(id)) {
    try {
      const kept = [...before, id].slice(-MOST).join(' ');
      localStorage.setItem(KEY, kept);
    } catch {
      // A browser that keeps nothing for us: it is told again.
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
  // Other tabs.
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}
