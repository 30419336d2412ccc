import type { TranslationBundle } from '@jupyterlab/translation';
import type { Format } from './format.ts';
import type { PrimaryKind } from './primary-words.ts';

/**
 * The shape before a project's name; shapes differ not only in colour.
 */
export type GlyphKind =
  'active' | 'running' | 'busy' | 'stopped' | 'failed' | 'folder';

/**
 * How a project is shown.
 */
export interface ProjectWords {
  readonly glyph: GlyphKind;
  /** The state in words. */
  readonly state: string;
  /** True when the state is shown even where there is room for one line. */
  readonly telling: boolean;
  /** True when something failed although the project can be used. */
  readonly alert?: boolean;
  /** A sentence for what is wrong; it is shown in place of the source. */
  readonly failure?: string;
  readonly primary: PrimaryKind | null;
  /** When the build under way began, for the running time. */
  readonly since?: string;
}

/**
 * Facts about the page and the time that a project's words depend on.
 */
export interface WordsContext {
  readonly trans: TranslationBundle;
  readonly format: Format;
  readonly shell: 'lab' | 'home';
  /** True when any project is the active one. */
  readonly someActive: boolean;
  readonly now: number;
  /** True when the user has looked at a failed start; `id` is its switch's. */
  readonly seenStart: (id: string) => boolean;
}
