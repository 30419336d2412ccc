import React, { useEffect, useId, useRef, useState } from 'react';
import { errorSentence } from '../sentences.ts';
import { TextButton } from './buttons.tsx';
import { movedNotice } from './notice.ts';
import { usePanel } from './panel-context.ts';
import { freeName } from './pasted-link.ts';
import { useReason } from './primary-action.ts';
import { SoftwareField, withSoftware } from './software-field.tsx';

/**
 * The name of the new project, and whose software it gets.
 */
export function OutsideForm(): React.JSX.Element {
  const { model, trans } = usePanel();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const taken = (model.projects ?? []).map(project => project.name);
  const [name, setName] = useState(() => freeName('my-files', taken));
  const likes = withSoftware(model.projects ?? []);
  const [like, setLike] = useState(likes[0]?.id ?? '');
  const { busy, failure, move } = useMove();
  const reason = useReason();
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <form
      aria-label={trans.__('New project of these files')}
      onSubmit={event => {
        event.preventDefault();
        if (reason === undefined) {
          move(name, like === '' ? null : like);
        }
      }}
    >
      <div className="jp-Projects-fieldGroup">
        <label htmlFor={`${id}-name`}>{trans.__('Name')}</label>
        <input
          ref={field}
          id={`${id}-name`}
          className="jp-Projects-field jp-mod-styled"
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={name}
          aria-invalid={failure === undefined ? undefined : true}
          aria-describedby={failure === undefined ? undefined : `${id}-problem`}
          onChange={event => {
            setName(event.target.value.trim());
          }}
        />
        {failure !== undefined && (
          <p id={`${id}-problem`} className="jp-Projects-problem" role="alert">
            {errorSentence(failure, trans)}
          </p>
        )}
      </div>
      <SoftwareField id={`${id}-like`} {...{ likes, like, setLike }}>
        <option value="">
          {trans.__('None: a folder, not yet a project')}
        </option>
      </SoftwareField>
      <div className="jp-Projects-buttons">
        <TextButton
          filled
          submit
          unless={busy ? trans.__('This is being done.') : reason}
        >
          {trans.__('Move')}
        </TextButton>
      </div>
      <p className="jp-Projects-hint">{trans.__('You can undo it.')}</p>
    </form>
  );
}

/**
 * The move, once: then the list, with a way back.
 */
function useMove(): {
  busy: boolean;
  failure: unknown;
  move: (name: string, like: string | null) => void;
} {
  const { model, trans, route, actions } = usePanel();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const run = async (name: string, like: string | null): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    const { place } = route;
    try {
      const moved = await model.volume.moveOutside(name, like);
      if (route.place === place) {
        route.show({ view: 'list' });
        route.select(moved.project?.id ?? null);
      }
      actions.tell(movedNotice(moved, model, trans));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    failure,
    move: (name, like) => {
      if (!busy) {
        void run(name, like);
      }
    }
  };
}
