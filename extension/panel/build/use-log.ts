import type { IDisposable } from '@lumino/disposable';
import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import { AnsiReader } from '../parts/ansi.ts';
import type { AnsiPiece } from '../parts/ansi.ts';
import { highlight, placeOfLines, rangesOf, scrollTo } from './log-ranges.ts';

/**
 * A function that passes on a log as it comes, until the result is disposed.
 */
export type LogFeed = (
  take: (chunk: { readonly text: string; readonly complete: boolean }) => void
) => IDisposable;

/**
 * The state of a log on the page, and how to follow it.
 */
export interface LogState {
  /** Lines that came since the end was last seen. */
  readonly unseen: number;
  /** Go to the end, and stay there. */
  readonly follow: () => void;
}

const FAILED = 'jp-projects-failed-lines';

/**
 * Fill an element with a log as it comes. The text goes straight into the page:
 * rendering megabytes again for each line would block it.
 */
export function useLog(
  feed: LogFeed,
  tail: readonly string[] | undefined,
  box: RefObject<HTMLElement>,
  pre: RefObject<HTMLElement>
): LogState {
  const [unseen, setUnseen] = useState(0);
  const [complete, setComplete] = useState(false);
  useEffect(() => {
    const [scroller, target] = [box.current, pre.current];
    const reader = new AnsiReader();
    setUnseen(0);
    setComplete(false);
    target?.replaceChildren();
    const seen = (): void => {
      if (scroller && atEnd(scroller)) {
        setUnseen(0);
      }
    };
    scroller?.addEventListener('scroll', seen);
    const feeding = feed(chunk => {
      const follows = scroller === null || atEnd(scroller);
      target?.append(...reader.read(chunk.text).map(nodeOf));
      if (follows) {
        toEnd(scroller);
      } else {
        const lines = (chunk.text.match(/\n/g) ?? []).length;
        setUnseen(before => before + lines);
      }
      setComplete(chunk.complete);
    });
    return () => {
      scroller?.removeEventListener('scroll', seen);
      feeding.dispose();
    };
  }, [feed, box, pre]);
  useFailedLines(complete ? tail : undefined, box, pre);
  return {
    unseen,
    follow: () => {
      toEnd(box.current);
      setUnseen(0);
    }
  };
}

/**
 * Mark the lines that show what failed, and go there.
 */
function useFailedLines(
  tail: readonly string[] | undefined,
  box: RefObject<HTMLElement>,
  pre: RefObject<HTMLElement>
): void {
  // A new array with the same lines must not run the effect again.
  const wanted = tail?.join('\n') ?? '';
  useEffect(() => {
    const target = pre.current;
    const lines = wanted.split('\n').filter(line => line.trim() !== '');
    const place = target && placeOfLines(target.textContent, lines);
    const range = place && rangesOf(target, [place])[0];
    if (lines.length > 0 && range && box.current) {
      highlight(FAILED, [range]);
      scrollTo(box.current, range);
    }
    return () => {
      highlight(FAILED, []);
    };
  }, [wanted, box, pre]);
}

function nodeOf({ text, colour, bold }: AnsiPiece): Node {
  if (colour === undefined && !bold) {
    return document.createTextNode(text);
  }
  const span = document.createElement('span');
  span.textContent = text;
  span.dataset.colour = colour === undefined ? '' : String(colour);
  span.dataset.bold = String(bold);
  return span;
}

function toEnd(box: HTMLElement | null): void {
  if (box) {
    box.scrollTop = box.scrollHeight;
  }
}

/**
 * True within half a line of the end: zoom makes fractions of pixels.
 */
function atEnd({ scrollTop, clientHeight, scrollHeight }: Element): boolean {
  return scrollTop + clientHeight >= scrollHeight - 8;
}
