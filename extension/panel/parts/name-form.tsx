import React, { useEffect, useId, useRef, useState } from 'react';
import { CompanionError } from '../../projects/errors.ts';
import { ActionForm, problemOf } from './action-form.tsx';
import { FormField } from './form-field.tsx';
import type { Names } from '../../projects/names.ts';
import { usePanel } from './panel-context.ts';

/**
 * A form of a project's names.
 */
export function NameForm(props: {
  readonly label: string;
  readonly names: Names;
  /** Why the folder cannot be renamed now. */
  readonly folderUnless?: string | undefined;
  readonly verb: string;
  readonly hint: string;
  /** Rejects with the failure to show. */
  readonly onSubmit: (names: Names) => Promise<void>;
}): React.JSX.Element {
  const { trans } = usePanel();
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const [names, setNames] = useState(props.names);
  useEffect(() => {
    first.current?.focus();
    first.current?.select();
  }, []);
  return (
    <ActionForm
      label={props.label}
      verb={props.verb}
      hint={props.hint}
      onSubmit={() => {
        const { title, name } = names;
        return props.onSubmit({ title: title.trim(), name: name.trim() });
      }}
    >
      {failure => {
        const problem = problemOf(failure, trans);
        const ofFolder = isOfFolder(failure);
        return (
          <>
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
          </>
        );
      }}
    </ActionForm>
  );
}

function isOfFolder(failure: unknown): boolean {
  return (
    failure instanceof CompanionError &&
    (failure.problem.field === 'name' || failure.code === 'project-exists')
  );
}
