import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Build,
  BuildPhase,
  Project
} from 'jupyterlab-projects-companion/contract';
import { failureSentence } from './sentences.ts';
import { copyWords } from './copy-words.ts';
import type { PrimaryKind } from './primary-words.ts';
import { warningSentence } from './project-warning.ts';
import { startWords } from './start-words.ts';
import type { ProjectWords, WordsContext } from './words-context.ts';
import { adoptable, underWay, usableImage } from '../projects/project-rules.ts';

/**
 * Return the words for a project's state, and the action of its button.
 */
export function projectWords(
  project: Project,
  context: WordsContext
): ProjectWords {
  const words = stateWords(project, context);
  const warning = warningSentence(project, context.trans);
  return words.failure !== undefined || warning === undefined
    ? words
    : { ...words, alert: true, failure: warning };
}

function stateWords(project: Project, context: WordsContext): ProjectWords {
  const { trans } = context;
  const { build } = project;
  const move = project.active || !context.someActive ? 'open' : 'switch';
  const served = serverWords(project, context, move);
  const current = underWay(build);
  const copied = copyWords(project, context);
  if (copied) {
    return copied;
  }
  if (served) {
    // A project that runs can be built meanwhile.
    return current ? { ...served, since: current.startedAt } : served;
  }
  if (current) {
    return building(current, trans);
  }
  return (
    startWords(project, context, move) ??
    (build?.phase === 'failed'
      ? failed(project, build, context, move)
      : atRest(project, trans, move))
  );
}

function serverWords(
  { active, state }: Project,
  { trans, shell }: WordsContext,
  move: PrimaryKind
): ProjectWords | undefined {
  const primary = active && shell === 'lab' ? 'rebuild' : move;
  const words: Partial<Record<string, Omit<ProjectWords, 'telling'>>> = {
    starting: { glyph: 'busy', state: trans.__('Starting'), primary: null },
    stopping: { glyph: 'busy', state: trans.__('Stopping'), primary: null },
    running: active
      ? { glyph: 'active', state: trans.__('Active'), primary }
      : { glyph: 'running', state: trans.__('Running'), primary }
  };
  const found = words[state];
  return found && { ...found, telling: true };
}

function building(build: Build, trans: TranslationBundle): ProjectWords {
  return {
    glyph: 'busy',
    state: buildWords(build, trans),
    telling: true,
    primary: 'show',
    since: build.startedAt
  };
}

/**
 * A build under way: its phase, and what the phase is doing.
 */
export function buildWords(build: Build, trans: TranslationBundle): string {
  const words: Partial<Record<BuildPhase, string>> = {
    waiting:
      build.queuePosition === undefined
        ? trans.__('Building · waiting')
        : trans.__('Building · waiting, number %1', build.queuePosition),
    fetching: trans.__('Building · fetching'),
    pushing: trans.__('Building · pushing')
  };
  return (
    words[build.phase] ??
    (build.detail
      ? trans.__('Building · %1', build.detail)
      : trans.__('Building'))
  );
}

/**
 * Return the words after a failed build, with or without a usable image.
 */
function failed(
  project: Project,
  build: Build,
  { trans, format, now }: WordsContext,
  move: PrimaryKind
): ProjectWords {
  const image = usableImage(project);
  if (image) {
    const day = format.day(image.builtAt, now);
    return {
      glyph: 'stopped',
      state: trans.__('Last build failed · runs software of %1', day),
      telling: true,
      alert: true,
      primary: move
    };
  }
  const failure = build.error && failureSentence(build.error, trans);
  return {
    glyph: 'failed',
    state: trans.__('Build failed'),
    telling: true,
    ...(failure ? { failure } : {}),
    primary: 'show'
  };
}

function atRest(
  project: Project,
  trans: TranslationBundle,
  move: PrimaryKind
): ProjectWords {
  const known = project.state === 'stopped';
  if (project.state === 'unbuilt' || (known && !usableImage(project))) {
    return {
      glyph: 'stopped',
      state: trans.__('Not built'),
      telling: true,
      primary: 'build'
    };
  }
  return {
    glyph: project.state === 'unmanaged' ? 'folder' : 'stopped',
    state: restWord(project.state, trans),
    telling: !known,
    primary: known ? move : adoptable(project) ? 'adopt' : null
  };
}

function restWord(state: string, trans: TranslationBundle): string {
  const words: Partial<Record<string, string>> = {
    stopped: trans.__('Stopped'),
    unmanaged: trans.__('Folder, not a project yet')
  };
  // A newer companion may say a word that this page does not know.
  return words[state] ?? state;
}
