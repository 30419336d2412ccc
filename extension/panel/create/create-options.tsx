import React, { useId } from 'react';
import type { CreateForm } from './create-form.ts';
import { usePanel } from '../parts/panel-context.ts';
import { ResourcesField, useProfiles } from '../parts/resources-field.tsx';

/**
 * Options that few users need, shown where the administrator leaves a choice.
 */
export function MoreOptions({
  form
}: {
  readonly form: CreateForm;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const id = useId();
  return useProfiles().length === 0 ? null : (
    <details className="jp-Projects-more">
      <summary>{trans.__('More options')}</summary>
      <div className="jp-Projects-fieldGroup">
        <label htmlFor={id}>{trans.__('Resources')}</label>
        <ResourcesField
          id={id}
          value={form.resources ?? undefined}
          onChange={form.setResources}
        />
      </div>
    </details>
  );
}
