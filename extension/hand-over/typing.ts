/** Where keys lead to a switch, and are no work that it would interrupt. */
const ELSEWHERE = [
  '.jp-Dialog',
  '.jp-Projects-panel',
  '.jp-Projects-dialog',
  '.lm-CommandPalette',
  '.lm-Menu'
].join();

/**
 * Whether a key is part of somebody's writing. Shortcuts are not.
 */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return false;
  }
  return !(target instanceof Element && target.closest(ELSEWHERE));
}
