import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import type { IProjectsModel } from '../tokens.ts';

/**
 * How the log of a build is shown.
 */
export interface LogState {
  /** Lines that came since the end was last seen. */
  readonly unseen: number;
  readonly complete: boolean;
  /** Go to the end, and stay there. */
  readonly follow: () => void;
}

/**
 * Fill an element with a build's log as it comes. The text goes straight into the
 * page: rendering megabytes again for each line would block it.
 */
export function useLog(
  model: IProjectsModel,
  build: string,
  box: RefObject<HTMLElement>,
  pre: RefObject<HTMLElement>
): LogState {
  const [unseen, setUnseen] = useState(0);
  const [complete, setComplete] = useState(false);
  useEffect(() => {
    const [scroller, target] = [box.current, pre.current];
    setUnseen(0);
    setComplete(false);
    target?.replaceChildren();
    const seen = (): void => {
      if (scroller && atEnd(scroller)) {
        setUnseen(0);
      }
    };
    scroller?.addEventListener('scroll', seen);
    const following = model.followLog(build, 0, chunk => {
      const follows = scroller === null || atEnd(scroller);
      const text = plain(chunk.text);
      target?.append(text);
      if (follows) {
        toEnd(scroller);
      } else {
        setUnseen(before => before + (text.match(/\n/g) ?? []).length);
      }
      setComplete(chunk.complete);
    });
    return () => {
      scroller?.removeEventListener('scroll', seen);
      following.dispose();
    };
  }, [model, build, box, pre]);
  return {
    unseen,
    complete,
    follow: () => {
      toEnd(box.current);
      setUnseen(0);
    }
  };
}

function toEnd(box: HTMLElement | null): void {
  if (box) {
    box.scrollTop = box.scrollHeight;
  }
}

/**
 * Half a line short of the end is the end: zoom makes fractions of pixels.
 */
function atEnd({ scrollTop, clientHeight, scrollHeight }: Element): boolean {
  return scrollTop + clientHeight >= scrollHeight - 8;
}

/**
 * A log without colours and cursor movements.
 */
export function plain(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007]*\u0007)/g, '')
      .replace(/\r\n?/g, '\n')
  );
}
