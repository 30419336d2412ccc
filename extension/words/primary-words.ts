import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * The action of a project's named button.
 */
export type PrimaryKind =
  'open' | 'switch' | 'rebuild' | 'build' | 'show' | 'adopt';

/**
 * The text of a project's named button.
 */
export function primaryLabel(
  kind: PrimaryKind,
  trans: TranslationBundle
): string {
  return {
    open: trans.__('Open'),
    switch: trans.__('Switch'),
    rebuild: trans.__('Rebuild'),
    build: trans.__('Build'),
    show: trans.__('Show'),
    adopt: trans.__('Adopt…')
  }[kind];
}

/**
 * Return the button's text with the project's title, for screen readers. It
 * begins with the visible text.
 */
export function primaryName(
  kind: PrimaryKind,
  title: string,
  trans: TranslationBundle
): string {
  return {
    open: trans.__('Open %1', title),
    switch: trans.__('Switch to %1', title),
    rebuild: trans.__('Rebuild %1', title),
    build: trans.__('Build %1', title),
    show: trans.__('Show the build of %1', title),
    adopt: trans.__('Adopt… the folder %1', title)
  }[kind];
}
