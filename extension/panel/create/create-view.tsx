import React from 'react';
import { warningIcon } from '../../icons.ts';
import { TextButton } from '../parts/buttons.tsx';
import { MoreFields, SourceField } from './create-fields.tsx';
import type { CreateForm } from './create-form.ts';
import { useCreateForm } from './create-form.ts';
import { Existing } from './create-problem.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { PreviewCard } from './preview-card.tsx';
import { useReason } from '../parts/primary-action.ts';
import { limitReached } from './project-limit.ts';
import type { ILimit } from './project-limit.ts';

/**
 * A new project of a repository.
 */
export function CreateView({
  source,
  onNothing
}: {
  readonly source: string;
  /** Called on Enter in the empty field. */
  readonly onNothing?: () => void;
}): React.JSX.Element {
  const { trans, model } = usePanel();
  const form = useCreateForm(source);
  const limit = limitReached(model);
  const unless = useUnless(form, limit);
  return (
    <form
      className="jp-Projects-create"
      aria-label={trans.__('New project')}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        if (unless === undefined) {
          form.submit('switch');
        }
      }}
    >
      {limit !== null && <LimitNote {...limit} />}
      <SourceField form={form} onNothing={onNothing} />
      <PreviewCard state={form.preview} />
      {form.known?.existing && !form.error && (
        <Existing project={form.known.existing} onCopy={form.copy} />
      )}
      {form.hasMore && <MoreFields form={form} />}
      <div className="jp-Projects-buttons">
        <TextButton filled submit unless={unless}>
          {trans.__('Create and switch')}
        </TextButton>
        <TextButton
          unless={unless}
          onClick={() => {
            form.submit('stay');
          }}
        >
          {trans.__('Create')}
        </TextButton>
      </div>
      <p className="jp-Projects-hint" role="status">
        {form.busy
          ? trans.__('Creating…')
          : form.link.kind !== 'empty' &&
            trans.__(
              'You keep working while it builds. The repository’s code will run as you.'
            )}
      </p>
    </form>
  );
}

/**
 * Return why no project can be created now; nothing if one can be.
 */
function useUnless(
  { link }: CreateForm,
  limit: ILimit | null
): string | undefined {
  const { trans } = usePanel();
  const reason = useReason();
  if (limit !== null) {
    return trans.__('You have %1 of %2 projects.', limit.count, limit.limit);
  }
  return link.kind === 'empty'
    ? (reason ?? trans.__('Paste a link first.'))
    : reason;
}

function LimitNote({ count, limit }: ILimit): React.JSX.Element {
  const { trans } = usePanel();
  return (
    <div className="jp-Projects-note">
      <warningIcon.react tag="span" className="jp-Projects-warning" />
      <div>
        <p>{trans.__('You have %1 of %2 projects.', count, limit)}</p>
        <p className="jp-Projects-hint">
          {trans.__(
            'Make room for a new one first. Nothing is built before that.'
          )}
        </p>
      </div>
    </div>
  );
}
