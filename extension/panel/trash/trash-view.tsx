import type { Trashed } from 'jupyterlab-projects-companion/contract';
import React, { useEffect, useState } from 'react';
import { errorSentence } from '../../words/sentences.ts';
import { TextButton } from '../parts/buttons.tsx';
import { restoredNotice } from '../../words/notice.ts';
import { usePanel } from '../parts/panel-context.ts';
import { Skeleton } from '../parts/panel-states.tsx';
import { useReason } from '../parts/primary-action.ts';
import { SubView } from '../parts/sub-view.tsx';
import { EmptyQuestion, PurgeQuestion } from './trash-questions.tsx';
import { TrashRows } from './trash-rows.tsx';

/**
 * The deleted projects. Only deleting them for good is asked about first, as it
 * cannot be undone.
 */
export function TrashView(): React.JSX.Element {
  const { model, trans } = usePanel();
  const { trash } = model.volume;
  const [question, setQuestion] = useState<Trashed | 'all' | null>(null);
  const work = useTrashWork();
  const reason = useReason();
  const close = (): void => {
    setQuestion(null);
  };
  return (
    <SubView
      title={trans.__('Trash')}
      tools={
        trash !== null &&
        trash.length > 0 && (
          <TextButton
            small
            name={trans.__('Empty the trash…')}
            unless={reason}
            onClick={() => {
              setQuestion('all');
            }}
          >
            {trans.__('Empty…')}
          </TextButton>
        )
      }
    >
      <TrashBody {...work} onPurge={setQuestion} />
      {question === 'all' && (
        <EmptyQuestion
          trash={trash ?? []}
          onCancel={close}
          onEmpty={() => {
            close();
            work.empty();
          }}
        />
      )}
      {question !== null && question !== 'all' && (
        <PurgeQuestion
          entry={question}
          onCancel={close}
          onPurge={() => {
            close();
            work.purge(question);
          }}
        />
      )}
    </SubView>
  );
}

type Work = ReturnType<typeof useTrashWork>;

function TrashBody(
  props: Work & { readonly onPurge: (entry: Trashed) => void }
): React.JSX.Element {
  const { model, trans } = usePanel();
  const { trash } = model.volume;
  if (trash === null) {
    return props.failure === undefined ? (
      <Skeleton />
    ) : (
      <div className="jp-Projects-problem" role="alert">
        <p>{errorSentence(props.failure, trans)}</p>
        <TextButton small onClick={props.load}>
          {trans.__('Try again')}
        </TextButton>
      </div>
    );
  }
  return (
    <TrashRows
      trash={trash}
      busy={props.busy}
      onRestore={props.restore}
      onPurge={props.onPurge}
    />
  );
}

/**
 * Return the actions on the trash, and the entries that are busy with one.
 */
function useTrashWork() {
  const { model, trans, actions } = usePanel();
  const { volume } = model;
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState<readonly string[]>([]);
  const load = (): void => {
    setFailure(undefined);
    volume.loadTrash().catch(setFailure);
  };
  useEffect(() => {
    volume.loadTrash().catch(setFailure);
  }, [volume]);
  const during = async (
    id: string,
    work: () => Promise<void>
  ): Promise<void> => {
    setBusy(ids => [...ids, id]);
    try {
      await work();
    } catch (error) {
      actions.fail(error);
    } finally {
      setBusy(ids => ids.filter(other => other !== id));
    }
  };
  return {
    failure,
    busy,
    load,
    restore: (entry: Trashed) => {
      void during(entry.id, async () => {
        const project = await volume.restore(entry.id);
        actions.tell(restoredNotice(entry, project, trans));
      });
    },
    purge: ({ id }: Trashed) => {
      void during(id, () => volume.purge(id));
    },
    empty: () => {
      volume.emptyTrash().catch((error: unknown) => {
        actions.fail(error);
      });
    }
  };
}
