import type { Source } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { repository, shownRef, site } from '../../words/format.ts';
import { marked } from './project-filter.ts';

/**
 * A text with the filter's words marked in it.
 */
export function Marked({
  text,
  words = []
}: {
  readonly text: string;
  readonly words?: readonly string[] | undefined;
}): React.JSX.Element {
  return (
    <>
      {marked(text, words).map((part, index) =>
        part.match ? <mark key={index}>{part.text}</mark> : part.text
      )}
    </>
  );
}

/**
 * Where a project came from: `GitLab · group/repo @ v2`, always left to right.
 */
export function SourceLine({
  source,
  words
}: {
  readonly source: Source;
  readonly words?: readonly string[] | undefined;
}): React.JSX.Element {
  return (
    <bdi dir="ltr">
      <Marked text={sourceLine(source)} words={words} />
    </bdi>
  );
}

/**
 * Return the line of a source as text.
 */
export function sourceLine(source: Source): string {
  const from = site(source);
  const ref = shownRef(source);
  return [
    from === undefined ? '' : `${from} · `,
    repository(source),
    ref === undefined ? '' : ` @ ${ref}`
  ].join('');
}
