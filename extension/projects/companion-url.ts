/**
 * Return the companion's address: the one that the server configures, else the
 * one of a Hub's service; `null` when neither is known.
 *
 * @param option - Reads an option of the page.
 */
export function companionUrl(option: (name: string) => string): string | null {
  const configured = option('projectsCompanionUrl');
  if (configured) {
    return configured;
  }
  const hub = option('hubPrefix');
  return hub
    ? `${option('hubHost')}${hub.replace(/hub\/?$/, '')}services/projects/`
    : null;
}
