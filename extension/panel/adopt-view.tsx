import type { Project } from 'jupyterlab-projects-companion/contract';
import React, { useEffect, useId, useRef, useState } from 'react';
import { CompanionError } from '../errors.ts';
import { visible } from '../format.ts';
import { errorSentence } from '../sentences.ts';
import { TextButton } from './buttons.tsx';
import { FormField } from './form-field.tsx';
import { usePanel } from './panel-context.ts';
import { useReason } from './primary-action.ts';
import { SoftwareField, withSoftware } from './software-field.tsx';

/** The choice of software that is built. */
const BUILT = '';

/**
 * What a folder gets when it becomes a project.
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
  const { model, trans } = usePanel();
  const likes = withSoftware(model.projects ?? []);
  const [given, setGiven] = useState<IAdoption>({
    title: folder.name,
    like: likes[0]?.id ?? BUILT,
    source: ''
  });
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const { busy, failure, adopt } = useAdoption(folder);
  const reason = useReason();
  useEffect(() => {
    first.current?.focus();
  }, []);
  const isBuilt = given.like === BUILT;
  const wrong = failure === undefined ? undefined : fieldOf(failure, isBuilt);
  const problem = errorSentence(failure, trans);
  return (
    <form
      className="jp-Projects-adopt"
      aria-label={trans.__('New project of the folder %1', folder.name)}
      onSubmit={event => {
        event.preventDefault();
        if (reason === undefined) {
          adopt(given);
        }
      }}
    >
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
        problem={wrong === 'title' ? problem : undefined}
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
        <option value={BUILT}>{trans.__('Built from a repository')}</option>
      </SoftwareField>
      {isBuilt && (
        <FormField
          id={`${id}-source`}
          label={trans.__('Repository or link')}
          dir="ltr"
          value={given.source}
          problem={wrong === 'source' ? problem : undefined}
          onChange={source => {
            setGiven({ ...given, source });
          }}
        />
      )}
      <div className="jp-Projects-buttons">
        <TextButton
          filled
          submit
          unless={busy ? trans.__('This is being done.') : reason}
        >
          {trans.__('Adopt')}
        </TextButton>
      </div>
      <p className="jp-Projects-hint">{trans.__('No file is changed.')}</p>
    </form>
  );
}

/** The field on the screen that a failure is told under. */
function fieldOf(failure: unknown, isBuilt: boolean): 'title' | 'source' {
  const ofTitle =
    failure instanceof CompanionError && failure.problem.field === 'title';
  return isBuilt && !ofTitle ? 'source' : 'title';
}

/**
 * The adoption, once: then the project, or the build of its software.
 */
function useAdoption(folder: Project): {
  busy: boolean;
  failure: unknown;
  adopt: (given: IAdoption) => void;
} {
  const { model, route } = usePanel();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const run = async ({ title, like, source }: IAdoption): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const { project, build } = await model.volume.adopt(folder.id, {
        ...(title.trim() === '' ? {} : { title: title.trim() }),
        ...(like === BUILT ? { source: source.trim() } : { like })
      });
      route.show(
        build ? { view: 'build', project: project.id } : { view: 'list' }
      );
      route.select(project.id);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return {
    busy,
    failure,
    adopt: given => {
      if (!busy) {
        void run(given);
      }
    }
  };
}
