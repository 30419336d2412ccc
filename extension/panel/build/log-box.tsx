import type { ReactNode } from 'react';
import React, { useRef, useState } from 'react';
import { LinkButton, TextButton } from '../parts/buttons.tsx';
import { LogFind } from './log-find.tsx';
import { usePanel } from '../parts/panel-context.ts';
import type { LogFeed } from './use-log.ts';
import { useLog } from './use-log.ts';

/**
 * The props of a log.
 */
export interface ILogBox {
  /** The accessible name of the log. */
  readonly name: string;
  readonly note: ReactNode;
  /** The name of the file when the log is downloaded. */
  readonly file: string;
  /** The source of the text; with another feed the log begins anew. */
  readonly feed: LogFeed;
  /** The lines that show what failed, to be marked. */
  readonly tail?: readonly string[] | undefined;
}

/**
 * A log. It follows the end until the user scrolls up.
 */
export function LogBox(props: ILogBox): React.JSX.Element {
  const { trans } = usePanel();
  const box = useRef<HTMLDivElement>(null);
  const pre = useRef<HTMLPreElement>(null);
  const log = useLog(props.feed, props.tail, box, pre);
  const [wraps, setWraps] = useState(true);
  return (
    <div className="jp-Projects-logArea">
      <p className="jp-Projects-hint">{props.note}</p>
      <div
        ref={box}
        className="jp-Projects-log"
        role="region"
        aria-label={props.name}
        aria-live="off"
        tabIndex={0}
        data-wraps={wraps}
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
        <LogFind box={box} pre={pre} />
        <label className="jp-Projects-logWrap">
          <input
            type="checkbox"
            checked={wraps}
            onChange={event => {
              setWraps(event.target.checked);
            }}
          />
          {trans.__('Wrap')}
        </label>
        <LogCopies
          file={props.file}
          text={() => pre.current?.textContent ?? ''}
        />
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
 * Buttons that copy and download the whole log.
 */
function LogCopies({
  file,
  text
}: {
  readonly file: string;
  readonly text: () => string;
}): React.JSX.Element {
  const { trans, announcer, actions } = usePanel();
  return (
    <>
      <TextButton
        small
        onClick={() => {
          copied(text()).then(
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
      <TextButton
        small
        onClick={() => {
          download(file, text());
        }}
      >
        {trans.__('Download')}
      </TextButton>
    </>
  );
}

/**
 * Copy a text. It is async so that a missing clipboard rejects: pages of an
 * insecure address have none.
 */
async function copied(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // By then the browser has begun to read the URL.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
