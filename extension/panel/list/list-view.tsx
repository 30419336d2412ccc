import type { Project } from 'jupyterlab-projects-companion/contract';
import React, {
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState
} from 'react';
import { useTime } from '../parts/clock.ts';
import { usePanel } from '../parts/panel-context.ts';
import { usePrimary, useWords } from '../parts/primary-action.ts';
import {
  FILTER_FROM,
  filterWords,
  matches,
  ranked
} from '../parts/project-filter.ts';
import { FolderGroup } from './folder-group.tsx';
import { ProjectGrid } from './project-grid.tsx';
import { underWay } from '../../projects/project-rules.ts';
import { LinkButton } from '../parts/buttons.tsx';
import { useSteadyOrder } from './steady-order.ts';

/**
 * The time without typing after which the number of matches is spoken.
 */
const SPEAK_MS = 500;

/**
 * The filter and the list.
 */
export function ListView({
  projects,
  selected,
  onEmptied
}: {
  readonly projects: readonly Project[];
  readonly selected: string | null;
  readonly onEmptied: () => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const node = useRef<HTMLDivElement>(null);
  const now = useTime(projects.some(project => underWay(project.build)));
  const order = useSteadyOrder(projects, node);
  // The field answers each key at once; the list comes as soon as it can.
  const typed = useDeferredValue(text);
  const filter = useMemo(() => filterWords(typed), [typed]);
  const [managed, folders] = apart(search(order, typed));
  const found = [...managed, ...folders];
  const shown = { filter, selected, now, onEmptied };
  const onFilter = (): void => field.current?.focus();
  useSpokenCount(text, found.length, projects.length);
  return (
    <div className="jp-Projects-list" ref={node}>
      {(projects.length >= FILTER_FROM || text !== '') && (
        <Filter
          {...{ text, setText, field, now }}
          list={node}
          find={() => search(order, text)}
        />
      )}
      {text !== '' && found.length > 0 && (
        <p className="jp-Projects-hint jp-Projects-count" aria-hidden="true">
          {trans.__('%1 of %2 projects', found.length, projects.length)}
        </p>
      )}
      {found.length > 0 ? (
        <div className="jp-Projects-scroll">
          {managed.length > 0 && (
            <ProjectGrid {...shown} projects={managed} onFilter={onFilter} />
          )}
          {folders.length > 0 && (
            <FolderGroup
              {...shown}
              projects={folders}
              onFilter={onFilter}
              isOpen={text !== '' || managed.length === 0}
            />
          )}
        </div>
      ) : (
        <p className="jp-Projects-noMatch">
          {trans.__('No project matches “%1”.', text.trim())}{' '}
          <LinkButton
            onClick={() => {
              setText('');
              field.current?.focus();
            }}
          >
            {trans.__('Clear filter')}
          </LinkButton>
        </p>
      )}
    </div>
  );
}

function search(projects: readonly Project[], text: string): Project[] {
  const words = filterWords(text);
  return ranked(
    projects.filter(project => matches(project, words)),
    text
  );
}

/** Parts the projects from the folders that are none. */
function apart(all: readonly Project[]): [Project[], Project[]] {
  const isFolder = ({ state }: Project): boolean => state === 'unmanaged';
  return [all.filter(one => !isFolder(one)), all.filter(isFolder)];
}

function Filter(props: {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly field: React.RefObject<HTMLInputElement>;
  readonly list: React.RefObject<HTMLDivElement>;
  /** Returns the projects that match the text as it is now. */
  readonly find: () => readonly Project[];
  readonly now: number;
}): React.JSX.Element {
  const { text, setText, field } = props;
  const { trans, route } = usePanel();
  const primary = usePrimary();
  const words = useWords(props.now);
  const toList = (): void => {
    const first =
      props.list.current?.querySelector<HTMLElement>('[data-project]');
    route.select(first?.dataset.project ?? null);
    first?.focus();
  };
  const keys: Partial<Record<string, () => void>> = {
    ArrowDown: toList,
    Enter: () => {
      const [only, ...more] = props.find();
      if (only && more.length === 0) {
        primary(only, words(only));
      }
    },
    Escape: () => {
      if (text === '') {
        toList();
      }
      setText('');
    }
  };
  return (
    <input
      ref={field}
      type="search"
      className="jp-Projects-field jp-Projects-filter jp-mod-styled"
      placeholder={trans.__('Filter projects')}
      aria-label={trans.__('Filter projects')}
      value={text}
      onChange={event => {
        setText(event.target.value);
      }}
      onKeyDown={event => {
        const act = keys[event.key];
        if (act) {
          event.preventDefault();
          event.stopPropagation();
          act();
        }
      }}
    />
  );
}

function useSpokenCount(text: string, found: number, all: number): void {
  const { announcer, trans } = usePanel();
  useEffect(() => {
    if (text === '') {
      return undefined;
    }
    const timer = setTimeout(() => {
      announcer.say(trans.__('%1 of %2 projects', found, all));
    }, SPEAK_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [announcer, trans, text, found, all]);
}
