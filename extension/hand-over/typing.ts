/** Places where keys may lead to a switch, so they are no work to interrupt. */
const ELSEWHERE = [
  '.jp-Dialog',
  '.jp-Projects-panel',
  '.jp-Projects-dialog',
  '.lm-CommandPalette',
  '.lm-Menu'
].join();

/**
 * True when a key is part of somebody's writing. Shortcuts are not.
 */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return false;
  }
  return !(target instanceof Element && target.closest(ELSEWHERE));
}
