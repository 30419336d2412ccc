import type { ReactNode } from 'react';
import React, { useEffect, useId, useRef } from 'react';
import { LinkButton, TextButton } from './buttons.tsx';
import type { CreateForm } from './create-form.ts';
import type { CreateField } from './create-problem.tsx';
import { MoreOptions } from './create-options.tsx';
import { CreateProblem, fieldOf } from './create-problem.tsx';
import { usePanel } from './panel-context.ts';

/**
 * The one field that understands everything.
 */
export function SourceField({
  form
}: {
  readonly form: CreateForm;
}): React.JSX.Element {
  const { trans, shell } = usePanel();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  const problem = problemId(form, 'source', id);
  return (
    <div className="jp-Projects-fieldGroup">
      <label htmlFor={id}>{trans.__('Repository, DOI or link')}</label>
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
 * The clipboard is read on a click only, where the browser lets a page read it.
 */
function PasteButton({
  form
}: {
  readonly form: CreateForm;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const clipboard = navigator.clipboard as Partial<Clipboard> | undefined;
  return clipboard?.readText ? (
    <LinkButton
      onClick={() => {
        void clipboard.readText?.().then(
          text => {
            form.setText(text.trim());
          },
          () => undefined
        );
      }}
    >
      {trans.__('Paste')}
    </LinkButton>
  ) : null;
}

/**
 * What the preview suggests and a person may change.
 */
export function MoreFields({
  form
}: {
  readonly form: CreateForm;
}): React.JSX.Element {
  const { trans, model } = usePanel();
  const refs = useId();
  const { known } = form;
  const name = form.name ?? known?.name ?? '';
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
        placeholder={known?.source.ref}
      >
        <datalist id={refs}>
          {known?.refs.map(ref => (
            <option key={ref} value={ref} />
          ))}
        </datalist>
      </Field>
      <MoreOptions form={form} />
    </>
  );
}

/**
 * A text field with its label, and what is wrong with it.
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
  return own || (form.error && fieldOf(form.error) === field)
    ? `${id}-problem`
    : undefined;
}

function FieldProblem(props: {
  readonly form: CreateForm;
  readonly field: CreateField;
  readonly id: string;
}): React.JSX.Element | null {
  const { form, field, id } = props;
  return form.error && fieldOf(form.error) === field ? (
    <CreateProblem
      id={`${id}-problem`}
      error={form.error}
      canDropRef={form.ref !== ''}
      onDropRef={() => {
        form.setRef('');
      }}
      onCopy={form.copy}
    />
  ) : null;
}
