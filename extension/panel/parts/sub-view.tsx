import { caretLeftIcon, closeIcon } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import React, { useEffect, useRef } from 'react';
import { IconButton } from './buttons.tsx';
import { usePanel } from './panel-context.ts';

/**
 * A view that takes the place of the list, or stands beside it where there is
 * room. When it is left, the focus returns to where it came from.
 */
export function SubView({
  title,
  tools,
  children
}: {
  readonly title: string;
  /** Buttons of the header. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}): React.JSX.Element {
  const { trans, route } = usePanel();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const view = heading.current?.closest('section');
    if (!view?.contains(document.activeElement)) {
      heading.current?.focus();
    }
  }, []);
  const back = (): void => {
    route.show({ view: 'list' });
  };
  return (
    <section
      className="jp-Projects-subView"
      aria-label={title}
      onKeyDown={event => {
        if (
          event.key === 'Escape' ||
          (event.altKey && event.key === 'ArrowLeft')
        ) {
          event.preventDefault();
          event.stopPropagation();
          back();
        }
      }}
    >
      <header className="jp-Projects-header">
        <span className="jp-Projects-back">
          <IconButton
            icon={caretLeftIcon}
            name={trans.__('Back to the list')}
            onClick={back}
          />
        </span>
        <h2 ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h2>
        {tools}
        <IconButton icon={closeIcon} name={trans.__('Close')} onClick={back} />
      </header>
      <div className="jp-Projects-subBody">{children}</div>
    </section>
  );
}
