import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import React, { useId, useLayoutEffect, useRef, useState } from 'react';
import { visible } from '../../projects/visible.ts';
import { Button, Dialog } from '../parts/dialog.tsx';
import { filterWords, matches, ranked } from '../parts/project-filter.ts';
import { Marked, sourceLine } from '../parts/source-line.tsx';

/**
 * The props of the list to type into.
 */
export interface QuickPickProps {
  /** The projects that can be picked, the likeliest first. */
  readonly projects: readonly Project[];
  readonly title: string;
  readonly trans: TranslationBundle;
  /** Called once, without a project when the user cancels. */
  readonly onPick: (project?: Project) => void;
}

/**
 * A list of projects to type into: Enter picks the marked project, which is the
 * first one after each change of the text.
 */
export function QuickPick(props: QuickPickProps): React.JSX.Element {
  const { projects, trans, onPick } = props;
  const id = useId();
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const words = filterWords(text);
  const found = ranked(
    projects.filter(project => matches(project, words)),
    text
  );
  useLayoutEffect(() => {
    list.current?.children[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked, text]);
  const move = (by: number): void => {
    setMarked((marked + by + found.length) % Math.max(1, found.length));
  };
  const keys: Partial<Record<string, () => void>> = {
    ArrowDown: () => {
      move(1);
    },
    ArrowUp: () => {
      move(-1);
    },
    Enter: () => {
      if (found[marked]) {
        onPick(found[marked]);
      }
    }
  };
  return (
    <Dialog
      title={props.title}
      onEscape={onPick}
      buttons={<Button onClick={onPick}>{trans.__('Cancel')}</Button>}
    >
      <input
        type="text"
        role="combobox"
        data-first
        className="jp-Projects-field jp-Projects-pickField jp-mod-styled"
        aria-label={trans.__('Project')}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={
          found.length > 0 ? `${id}-${String(marked)}` : undefined
        }
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={event => {
          setText(event.target.value);
          setMarked(0);
        }}
        onKeyDown={event => {
          const act = keys[event.key];
          if (act && !event.nativeEvent.isComposing) {
            event.preventDefault();
            act();
          }
        }}
      />
      <ul
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={trans.__('Projects')}
        className="jp-Projects-picks"
      >
        {found.map((project, index) => (
          <li
            key={project.id}
            id={`${id}-${String(index)}`}
            role="option"
            aria-selected={index === marked}
            onClick={() => {
              onPick(project);
            }}
          >
            <span dir="auto">
              <Marked text={project.title} words={words} />
            </span>
            <small>
              <bdi dir="ltr">
                {project.source
                  ? sourceLine(project.source)
                  : visible(project.name)}
              </bdi>
            </small>
          </li>
        ))}
      </ul>
      <p role="status" className="jp-Projects-pickNone">
        {found.length === 0 &&
          trans.__('No project matches “%1”.', text.trim())}
      </p>
    </Dialog>
  );
}
