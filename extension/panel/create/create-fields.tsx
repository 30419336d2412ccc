import type { ReactNode } from 'react';
import React, { useEffect, useId, useRef } from 'react';
import { TextButton } from '../parts/buttons.tsx';
import type { CreateForm } from './create-form.ts';
import type { CreateField } from './create-problem.tsx';
import { MoreOptions } from './create-options.tsx';
import { CreateProblem, fieldOf } from './create-problem.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { PasteButton } from './paste-button.tsx';

/**
 * The field that takes a repository's name or a link to it.
 */
export function SourceField({
  form,
  onNothing
}: {
  readonly form: CreateForm;
  /** Called on Enter while the field is empty. */
  readonly onNothing?: (() => void) | undefined;
}): React.JSX.Element {
  const { trans, shell, route } = usePanel();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const begun = useRef(false);
  const asked = route.place.view === 'create' ? route.place : null;
  // It gets the focus at first, and each time that a new project is asked for.
  useEffect(() => {
    if (asked || !begun.current) {
      field.current?.focus();
    }
    begun.current = true;
  }, [asked]);
  const problem = problemId(form, 'source', id);
  return (
    <div className="jp-Projects-fieldGroup jp-Projects-source">
      <label htmlFor={id}>{trans.__('Repository or link')}</label>
      <input
        ref={field}
        id={id}
        type="text"
        dir="ltr"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        className="jp-Projects-field jp-mod-styled"
        placeholder={
          shell === 'home' ? 'https://github.com/owner/repo' : 'owner/repo'
        }
        value={form.text}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem}
        onChange={event => {
          form.setText(event.target.value);
        }}
        onBlur={() => {
          form.judge();
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' && form.link.kind === 'empty') {
            event.preventDefault();
            onNothing?.();
          }
        }}
      />
      <SourceProblem form={form} id={id} />
    </div>
  );
}

function SourceProblem({
  form,
  id
}: {
  readonly form: CreateForm;
  readonly id: string;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const { link } = form;
  if (link.kind === 'credentials') {
    return (
      <div id={`${id}-problem`} className="jp-Projects-problem" role="alert">
        <p>{trans.__('Remove the password from the link. It is not sent.')}</p>
        <TextButton
          small
          onClick={() => {
            form.setText(link.without);
          }}
        >
          {trans.__('Remove it')}
        </TextButton>
      </div>
    );
  }
  if (form.judged && link.kind !== 'likely') {
    return (
      <p id={`${id}-problem`} className="jp-Projects-problem" role="alert">
        {trans.__(
          'Not a repository link yet. Example: https://github.com/owner/repo'
        )}
      </p>
    );
  }
  return link.kind === 'empty' ? (
    <PasteButton form={form} />
  ) : (
    <FieldProblem form={form} field="source" id={id} />
  );
}

/**
 * The fields whose values the preview suggests and a person may change.
 */
export function MoreFields({
  form
}: {
  readonly form: CreateForm;
}): React.JSX.Element {
  const { trans, model } = usePanel();
  const refs = useId();
  const { suggested } = form;
  const name = form.name ?? suggested?.name ?? '';
  const root = model.me?.projectsRoot;
  return (
    <>
      <Field
        {...{ form, field: 'name', value: name, onChange: form.setName }}
        label={trans.__('Name')}
      >
        {root && name && (
          <p className="jp-Projects-hint">
            {trans.__('Folder:')} <bdi dir="ltr">{`${root}/${name}`}</bdi>
          </p>
        )}
      </Field>
      <Field
        {...{ form, field: 'ref', value: form.ref, onChange: form.setRef }}
        label={trans.__('Branch, tag or commit')}
        list={refs}
        placeholder={suggested?.source.ref}
      >
        <datalist id={refs}>
          {suggested?.refs.map(ref => (
            <option key={ref} value={ref} />
          ))}
        </datalist>
      </Field>
      <MoreOptions form={form} />
    </>
  );
}

/**
 * A text field with its label and its problem.
 */
function Field(props: {
  readonly form: CreateForm;
  readonly field: CreateField;
  readonly label: string;
  readonly value: string;
  readonly list?: string;
  readonly placeholder?: string | undefined;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}): React.JSX.Element {
  const id = useId();
  const problem = problemId(props.form, props.field, id);
  return (
    <div className="jp-Projects-fieldGroup">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        className="jp-Projects-field jp-mod-styled"
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        list={props.list}
        placeholder={props.placeholder}
        value={props.value}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem}
        onChange={event => {
          props.onChange(event.target.value.trim());
        }}
      />
      {props.children}
      <FieldProblem form={props.form} field={props.field} id={id} />
    </div>
  );
}

function problemId(
  form: CreateForm,
  field: CreateField,
  id: string
): string | undefined {
  const own =
    field === 'source' &&
    (form.link.kind === 'credentials' ||
      (form.judged && form.link.kind !== 'likely'));
  return own || (form.error && fieldOf(form.error, form.hasMore) === field)
    ? `${id}-problem`
    : undefined;
}

function FieldProblem(props: {
  readonly form: CreateForm;
  readonly field: CreateField;
  readonly id: string;
}): React.JSX.Element | null {
  const { form, field, id } = props;
  const { error, hasMore } = form;
  const branch = error?.problem.values?.default;
  const hasOther = form.ref !== '' || branch !== undefined;
  return error && fieldOf(error, hasMore) === field ? (
    <CreateProblem
      id={`${id}-problem`}
      error={error}
      onUseRef={hasOther ? form.setRef : undefined}
      onCopy={form.copy}
    />
  ) : null;
}
