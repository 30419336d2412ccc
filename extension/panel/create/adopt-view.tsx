import type {
  AdoptRequest,
  Project
} from 'jupyterlab-projects-companion/contract';
import React, { useEffect, useId, useRef, useState } from 'react';
import { CompanionError } from '../../projects/errors.ts';
import { visible } from '../../projects/visible.ts';
import { ActionForm, problemOf } from '../parts/action-form.tsx';
import { FormField } from '../parts/form-field.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { SoftwareField, withSoftware } from '../parts/software-field.tsx';

/** The value of the option whose software is built from a repository. */
const BUILT = '';

/**
 * The choices for a folder that becomes a project.
 */
interface IAdoption {
  readonly title: string;
  /** The project whose software it gets, or `BUILT`. */
  readonly like: string;
  /** The repository whose software is built. */
  readonly source: string;
}

/**
 * Makes a project of a folder that is on the volume.
 */
export function AdoptView({
  project: folder
}: {
  readonly project: Project;
}): React.JSX.Element {
  const { model, trans, route } = usePanel();
  const likes = withSoftware(model.projects ?? []);
  const [given, setGiven] = useState<IAdoption>({
    title: folder.name,
    like: likes[0]?.id ?? BUILT,
    source: ''
  });
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);
  const isBuilt = given.like === BUILT;
  return (
    <ActionForm
      label={trans.__('New project of the folder %1', folder.name)}
      verb={trans.__('Adopt')}
      hint={trans.__('No file is changed.')}
      onSubmit={async () => {
        const { project, build } = await model.volume.adopt(
          folder.id,
          requestOf(given)
        );
        route.show(
          build ? { view: 'build', project: project.id } : { view: 'list' }
        );
        route.select(project.id);
      }}
    >
      {failure => {
        const problem = problemOf(failure, trans);
        const ofSource = isBuilt && !isOfTitle(failure);
        return (
          <>
            <p>
              {trans.__(
                '%1 is a folder on your volume. As a project it has software of its own.',
                visible(folder.name)
              )}
            </p>
            <FormField
              ref={first}
              id={`${id}-title`}
              label={trans.__('Name')}
              value={given.title}
              problem={ofSource ? undefined : problem}
              onChange={title => {
                setGiven({ ...given, title });
              }}
            />
            <SoftwareField
              id={`${id}-like`}
              likes={likes}
              like={given.like}
              setLike={like => {
                setGiven({ ...given, like });
              }}
            >
              <option value={BUILT}>
                {trans.__('Built from a repository')}
              </option>
            </SoftwareField>
            {isBuilt && (
              <FormField
                id={`${id}-source`}
                label={trans.__('Repository or link')}
                dir="ltr"
                value={given.source}
                problem={ofSource ? problem : undefined}
                onChange={source => {
                  setGiven({ ...given, source });
                }}
              />
            )}
          </>
        );
      }}
    </ActionForm>
  );
}

function requestOf({ title, like, source }: IAdoption): AdoptRequest {
  return {
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    ...(like === BUILT ? { source: source.trim() } : { like })
  };
}

function isOfTitle(failure: unknown): boolean {
  return failure instanceof CompanionError && failure.problem.field === 'title';
}
