import type { Preview } from 'jupyterlab-projects-companion/contract';
import { useEffect, useState } from 'react';
import type { CompanionError } from '../../projects/errors.ts';
import { companionError } from '../../projects/errors.ts';
import type { IProjectsModel } from '../../tokens.ts';

/**
 * The time without typing after which the preview is asked for.
 */
const TYPING_MS = 300;

/**
 * The state of the preview of the source in the field.
 */
export type PreviewState =
  | { readonly phase: 'none' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly preview: Preview }
  | { readonly phase: 'failed'; readonly error: CompanionError };

/**
 * Return the preview of a source; while a new one is asked for, there is none.
 */
export function usePreview(
  model: IProjectsModel,
  source: string | null,
  ref: string
): PreviewState {
  const [state, setState] = useState<PreviewState>({ phase: 'none' });
  useEffect(() => {
    if (source === null) {
      setState({ phase: 'none' });
      return undefined;
    }
    const abort = new AbortController();
    setState({ phase: 'asking' });
    const timer = setTimeout(() => {
      const request = { source, ...(ref === '' ? {} : { ref }) };
      model.resolve(request, abort.signal).then(
        preview => {
          if (!abort.signal.aborted) {
            setState({ phase: 'known', preview });
          }
        },
        (error: unknown) => {
          if (!abort.signal.aborted) {
            setState({ phase: 'failed', error: companionError(error) });
          }
        }
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [model, source, ref]);
  return state;
}
