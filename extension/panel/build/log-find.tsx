import type { RefObject } from 'react';
import React, { useEffect, useState } from 'react';
import { usePanel } from '../parts/panel-context.ts';
import { highlight, placesOf, rangesOf, scrollTo } from './log-ranges.ts';

const ALL = 'jp-projects-found';
const CURRENT = 'jp-projects-found-now';

/**
 * A field that finds text in a log: Enter goes to the next place, Shift+Enter to
 * the one before.
 */
export function LogFind({
  box,
  pre
}: {
  readonly box: RefObject<HTMLElement>;
  readonly pre: RefObject<HTMLElement>;
}): React.JSX.Element {
  const { trans } = usePanel();
  const [wanted, setWanted] = useState('');
  const [found, setFound] = useState<{ at: number; count: number }>();
  useEffect(
    () => () => {
      highlight(ALL, []);
      highlight(CURRENT, []);
    },
    []
  );
  // The log may have grown since, so it is looked through each time.
  const go = (text: string, step: (count: number) => number): void => {
    const target = pre.current;
    const places = target ? placesOf(target.textContent, text) : [];
    const ranges = target ? rangesOf(target, places) : [];
    const at = ranges.length === 0 ? -1 : step(ranges.length);
    const current = ranges[at];
    highlight(ALL, ranges);
    highlight(CURRENT, current ? [current] : []);
    if (current && box.current) {
      scrollTo(box.current, current);
    }
    setFound(text === '' ? undefined : { at, count: ranges.length });
  };
  const move = (by: 1 | -1): void => {
    go(wanted, count => ((found?.at ?? -1) + by + count) % count);
  };
  return (
    <>
      <input
        type="search"
        className="jp-Projects-field jp-Projects-logFind jp-mod-styled"
        aria-label={trans.__('Find in the log')}
        placeholder={trans.__('Find')}
        autoComplete="off"
        spellCheck={false}
        value={wanted}
        onChange={event => {
          setWanted(event.target.value);
          go(event.target.value, () => 0);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            event.preventDefault();
            move(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape' && wanted !== '') {
            // This Escape clears the search; only the next one leaves the view.
            event.stopPropagation();
            event.preventDefault();
            setWanted('');
            go('', () => 0);
          }
        }}
      />
      <span role="status" className="jp-Projects-hint">
        {found &&
          (found.count === 0
            ? trans.__('Not found')
            : trans.__('%1 of %2', found.at + 1, found.count))}
      </span>
    </>
  );
}
