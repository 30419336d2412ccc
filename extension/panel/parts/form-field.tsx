import React, { forwardRef } from 'react';

/**
 * The props of a field of a form.
 */
export interface IFormField {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly dir?: string;
  /** The problem of the value, shown below the field. */
  readonly problem?: string | undefined;
  /** Why the value cannot be changed now, shown below unless a problem is. */
  readonly unless?: string | undefined;
  readonly onChange: (value: string) => void;
}

/**
 * A field with its name above, and its problem below.
 */
export const FormField = forwardRef<HTMLInputElement, IFormField>(
  function FormField(props, ref): React.JSX.Element {
    const { id, problem, unless } = props;
    return (
      <div className="jp-Projects-fieldGroup">
        <label htmlFor={id}>{props.label}</label>
        <input
          ref={ref}
          id={id}
          type="text"
          className="jp-Projects-field jp-mod-styled"
          dir={props.dir ?? 'auto'}
          autoComplete="off"
          spellCheck={false}
          value={props.value}
          readOnly={unless !== undefined}
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={
            (problem ?? unless) === undefined ? undefined : `${id}-note`
          }
          onChange={event => {
            props.onChange(event.target.value);
          }}
        />
        {problem !== undefined && (
          <p id={`${id}-note`} className="jp-Projects-problem" role="alert">
            {problem}
          </p>
        )}
        {problem === undefined && unless !== undefined && (
          <p id={`${id}-note`} className="jp-Projects-hint">
            {unless}
          </p>
        )}
      </div>
    );
  }
);
