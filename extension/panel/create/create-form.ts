import type { Preview } from 'jupyterlab-projects-companion/contract';
import { useRef, useState } from 'react';
import type { CompanionError } from '../../projects/errors.ts';
import { companionError } from '../../projects/errors.ts';
import { usePanel } from '../parts/panel-context.ts';
import type { PastedLink } from '../parts/pasted-link.ts';
import { freeName, pastedLink } from '../parts/pasted-link.ts';
import { usePreview } from './use-preview.ts';
import type { PreviewState } from './use-preview.ts';

/**
 * The new-project form.
 */
export interface CreateForm {
  readonly text: string;
  readonly ref: string;
  /** As typed; `null` while it is the suggested one. */
  readonly name: string | null;
  /** The id of the profile that was chosen; `null` is the site's first. */
  readonly resources: string | null;
  readonly link: PastedLink;
  readonly preview: PreviewState;
  readonly known: Preview | undefined;
  /** The latest preview of the same link, perhaps with another ref. */
  readonly suggested: Preview | undefined;
  readonly error: CompanionError | undefined;
  /** True while the fields of name and ref are on the screen. */
  readonly hasMore: boolean;
  /** True when a text may be called no link: after leaving it, or Enter. */
  readonly judged: boolean;
  readonly busy: boolean;
  readonly setText: (text: string) => void;
  readonly setRef: (ref: string) => void;
  readonly setName: (name: string) => void;
  readonly setResources: (profile: string) => void;
  readonly judge: () => void;
  readonly submit: (then: 'switch' | 'stay', name?: string) => void;
  readonly copy: () => void;
}

/**
 * The state of the form. A new text resets the ref, the name and the failure.
 */
export function useCreateForm(initial: string): CreateForm {
  const { model } = usePanel();
  const [text, setText] = useState(initial);
  const [ref, setRef] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [resources, setResources] = useState<string | null>(null);
  const [judged, setJudged] = useState(false);
  const link = pastedLink(text);
  const source = link.kind === 'likely' ? link.source : null;
  const preview = usePreview(model, source, ref);
  const known = preview.phase === 'known' ? preview.preview : undefined;
  const suggested = useSuggested(source, known);
  const { busy, failed, setFailed, create } = useCreate(() => {
    setText('');
    setRef('');
    setName(null);
    setJudged(false);
  });
  const submit: CreateForm['submit'] = (then, wanted = name ?? undefined) => {
    setJudged(true);
    if (source !== null && !busy) {
      void create(
        {
          source,
          ...(ref === '' ? {} : { ref }),
          ...(wanted ? { name: wanted } : {}),
          ...(resources === null ? {} : { resources })
        },
        then
      );
    }
  };
  return {
    ...{ text, ref, name, resources, link, preview, known, judged, busy },
    ...{ submit, setResources, suggested },
    hasMore: known !== undefined || ref !== '',
    error: failed ?? (preview.phase === 'failed' ? preview.error : undefined),
    setText: next => {
      setText(next);
      setRef('');
      setName(null);
      setJudged(false);
      setFailed(undefined);
    },
    setRef: next => {
      setRef(next);
      setFailed(undefined);
    },
    setName: next => {
      setName(next === '' ? null : next);
      setFailed(undefined);
    },
    judge: () => {
      setJudged(text.trim() !== '');
    },
    copy: () => {
      const taken = (model.projects ?? []).map(project => project.name);
      const base = known?.name ?? failed?.problem.project?.name ?? '';
      const free = freeName(base, [...taken, base]);
      setName(free);
      submit('stay', free);
    }
  };
}

/**
 * Return the latest preview of a link, with any ref.
 */
function useSuggested(
  source: string | null,
  known: Preview | undefined
): Preview | undefined {
  const latest = useRef<{ source: string; preview: Preview }>();
  if (known && source !== null) {
    latest.current = { source, preview: known };
  }
  const { current } = latest;
  return current?.source === source ? current.preview : undefined;
}

/**
 * Create the project; when that fails, the text stays in the form.
 */
function useCreate(onMade: () => void): {
  busy: boolean;
  failed: CompanionError | undefined;
  setFailed: (error: CompanionError | undefined) => void;
  create: (
    request: Parameters<ReturnType<typeof usePanel>['model']['create']>[0],
    then: 'switch' | 'stay'
  ) => Promise<void>;
} {
  const { model, actions, route } = usePanel();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CompanionError>();
  // Two presses of Enter before the next rendering make one project.
  const running = useRef(false);
  return {
    busy,
    failed,
    setFailed,
    create: async (request, then) => {
      if (running.current) {
        return;
      }
      running.current = true;
      setBusy(true);
      setFailed(undefined);
      const { place } = route;
      try {
        const { project } = await model.create(request);
        onMade();
        // A user who has left the form meanwhile stays where they went.
        if (route.place === place) {
          route.show({ view: 'build', project: project.id });
        }
        if (then === 'switch') {
          actions.switchTo(project);
        }
      } catch (error) {
        setFailed(companionError(error));
      } finally {
        running.current = false;
        setBusy(false);
      }
    }
  };
}
