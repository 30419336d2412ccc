import type { TranslationBundle } from '@jupyterlab/translation';
import type { Format } from './format.ts';
import type { PrimaryKind } from './primary-words.ts';

/**
 * A shape before a project's name; it differs not only in colour.
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
  /** Whether the state is told where there is room for one line only. */
  readonly telling: boolean;
  /** Whether something failed although the project can be used. */
  readonly alert?: boolean;
  /** What is wrong with it; it stands where else the source does. */
  readonly failure?: string;
  readonly primary: PrimaryKind | null;
  /** When the build under way began, for the running time. */
  readonly since?: string;
}

/**
 * Where a project is shown.
 */
export interface WordsContext {
  readonly trans: TranslationBundle;
  readonly format: Format;
  readonly shell: 'lab' | 'home';
  /** Whether any project is the active one. */
  readonly someActive: boolean;
  readonly now: number;
  /** Whether the failure of a start was looked at, by its switch. */
  readonly seenStart: (id: string) => boolean;
}
