import type { Build } from 'jupyterlab-projects-companion/contract';
import React, { useRef } from 'react';
import { LinkButton, TextButton } from './buttons.tsx';
import { usePanel } from './panel-context.ts';
import { useLog } from './use-log.ts';

/**
 * The log of a build, as plain text. It follows the end until somebody scrolls
 * up.
 */
export function BuildLog({
  build
}: {
  readonly build: Build;
}): React.JSX.Element {
  const { model, trans, format, announcer, actions } = usePanel();
  const box = useRef<HTMLDivElement>(null);
  const pre = useRef<HTMLPreElement>(null);
  const log = useLog(model, build.id, box, pre);
  return (
    <div className="jp-Projects-logArea">
      <p className="jp-Projects-hint">
        {trans.__(
          'Log from the start of the build, %1',
          format.clock(build.startedAt)
        )}
      </p>
      <div
        ref={box}
        className="jp-Projects-log"
        role="region"
        aria-label={trans.__('Build log')}
        aria-live="off"
        tabIndex={0}
        onKeyDown={event => {
          if (event.key === 'End') {
            event.preventDefault();
            log.follow();
          }
        }}
      >
        <pre ref={pre} dir="ltr" />
      </div>
      <div className="jp-Projects-logTools">
        <TextButton
          small
          onClick={() => {
            const text = pre.current?.textContent ?? '';
            copied(text).then(
              () => {
                announcer.say(trans.__('The log is copied.'));
              },
              () => {
                actions.tell({
                  text: trans.__('The browser does not let this page copy.')
                });
              }
            );
          }}
        >
          {trans.__('Copy log')}
        </TextButton>
        {log.unseen > 0 && (
          <LinkButton onClick={log.follow}>
            {trans._n('%1 new line ↓', '%1 new lines ↓', log.unseen)}
          </LinkButton>
        )}
      </div>
    </div>
  );
}

/**
 * Pages of an insecure address have no clipboard at all.
 */
async function copied(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
