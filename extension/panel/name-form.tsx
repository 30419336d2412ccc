import React, { useEffect, useId, useRef, useState } from 'react';
import { CompanionError } from '../errors.ts';
import { errorSentence } from '../sentences.ts';
import { TextButton } from './buttons.tsx';
import { FormField } from './form-field.tsx';
import { usePanel } from './panel-context.ts';
import { useReason } from './primary-action.ts';

/**
 * How a project is called, and its folder.
 */
export interface Names {
  readonly title: string;
  readonly name: string;
}

/**
 * A form of both.
 */
export function NameForm(props: {
  readonly label: string;
  readonly names: Names;
  /** Why the folder stays as it is. */
  readonly folderUnless?: string | undefined;
  readonly verb: string;
  readonly hint: string;
  /** Rejects with what is wrong. */
  readonly onSubmit: (names: Names) => Promise<void>;
}): React.JSX.Element {
  const { trans } = usePanel();
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const [names, setNames] = useState(props.names);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const reason = useReason();
  useEffect(() => {
    first.current?.focus();
    first.current?.select();
  }, []);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    const { title, name } = names;
    try {
      await props.onSubmit({ title: title.trim(), name: name.trim() });
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  const problem =
    failure === undefined ? undefined : errorSentence(failure, trans);
  const ofFolder = isOfFolder(failure);
  return (
    <form
      aria-label={props.label}
      onSubmit={event => {
        event.preventDefault();
        if (!busy && reason === undefined) {
          void submit();
        }
      }}
    >
      <FormField
        ref={first}
        id={`${id}-title`}
        label={trans.__('Name')}
        value={names.title}
        problem={ofFolder ? undefined : problem}
        onChange={title => {
          setNames({ ...names, title });
        }}
      />
      <FormField
        id={`${id}-name`}
        label={trans.__('Folder')}
        dir="ltr"
        value={names.name}
        problem={ofFolder ? problem : undefined}
        unless={props.folderUnless}
        onChange={name => {
          setNames({ ...names, name });
        }}
      />
      <div className="jp-Projects-buttons">
        <TextButton
          filled
          submit
          unless={busy ? trans.__('This is being done.') : reason}
        >
          {props.verb}
        </TextButton>
      </div>
      <p className="jp-Projects-hint">{props.hint}</p>
    </form>
  );
}

function isOfFolder(failure: unknown): boolean {
  return (
    failure instanceof CompanionError &&
    (failure.problem.field === 'name' || failure.code === 'project-exists')
  );
}
