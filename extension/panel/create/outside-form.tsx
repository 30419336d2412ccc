import React, { useEffect, useId, useRef, useState } from 'react';
import { ActionForm, problemOf } from '../parts/action-form.tsx';
import { FormField } from '../parts/form-field.tsx';
import { movedNotice } from '../../words/notice.ts';
import { usePanel } from '../parts/panel-context.ts';
import { freeName } from '../parts/pasted-link.ts';
import { SoftwareField, withSoftware } from '../parts/software-field.tsx';

/**
 * The form that asks for the new project's name and its software.
 */
export function OutsideForm(): React.JSX.Element {
  const { model, trans, route, actions } = usePanel();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const taken = (model.projects ?? []).map(project => project.name);
  const [name, setName] = useState(() => freeName('my-files', taken));
  const likes = withSoftware(model.projects ?? []);
  const [like, setLike] = useState(likes[0]?.id ?? '');
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <ActionForm
      label={trans.__('New project of these files')}
      verb={trans.__('Move')}
      hint={trans.__('You can undo it.')}
      onSubmit={async () => {
        const { place } = route;
        const wanted = like === '' ? null : like;
        const moved = await model.volume.moveOutside(name, wanted);
        if (route.place === place) {
          route.show({ view: 'list' });
          route.select(moved.project?.id ?? null);
        }
        actions.tell(movedNotice(moved, model, trans));
      }}
    >
      {failure => (
        <>
          <FormField
            ref={field}
            id={`${id}-name`}
            label={trans.__('Name')}
            dir="ltr"
            value={name}
            problem={problemOf(failure, trans)}
            onChange={value => {
              setName(value.trim());
            }}
          />
          <SoftwareField id={`${id}-like`} {...{ likes, like, setLike }}>
            <option value="">
              {trans.__('None: a folder, not yet a project')}
            </option>
          </SoftwareField>
        </>
      )}
    </ActionForm>
  );
}
