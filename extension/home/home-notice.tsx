import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect } from 'react';
import { LinkButton } from '../panel/parts/buttons.tsx';
import type { Notice } from '../words/notice.ts';
import { NOTICE_MS, UNDO_MS } from '../words/notice.ts';

/**
 * A notice about something that was done, shown for a while, with “Undo”. The
 * region is always there, so that screen readers read out its changes.
 */
export function HomeNotice(props: {
  readonly notice: Notice | null;
  readonly trans: TranslationBundle;
  readonly onEnd: () => void;
  readonly onFailure: (error: unknown) => void;
}): React.JSX.Element {
  const { notice, trans, onEnd, onFailure } = props;
  useEffect(() => {
    if (!notice) {
      return undefined;
    }
    const timer = setTimeout(onEnd, notice.undo ? UNDO_MS : NOTICE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [notice, onEnd]);
  const undo = notice?.undo;
  return (
    <div role="status">
      {notice && (
        <p className="jp-ProjectsHome-message jp-mod-notice">
          {notice.text}{' '}
          {undo && (
            <LinkButton
              onClick={() => {
                onEnd();
                undo().catch(onFailure);
              }}
            >
              {trans.__('Undo')}
            </LinkButton>
          )}
        </p>
      )}
    </div>
  );
}
