/**
 * Lab asks before a page with unsaved work is left. It does so in a listener of
 * its own, and listeners are called in the order in which they were added: only
 * a listener that is added while the extension's code is loaded, before Lab's
 * plugins start, runs before Lab's and can stop it.
 */
let discards = false;

window.addEventListener('beforeunload', event => {
  if (discards) {
    event.stopImmediatePropagation();
  }
});

/**
 * Leave this page.
 *
 * @param discard - True when the user has chosen to leave unsaved work behind.
 */
export function leave(url: string, discard: boolean): void {
  discards = discard;
  window.location.assign(url);
}
