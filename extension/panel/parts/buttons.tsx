import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import React, { forwardRef } from 'react';

interface IButton {
  readonly children: ReactNode;
  /** The accessible name, where the text alone does not name the object. */
  readonly name?: string;
  /** Why it cannot be pressed now; the button keeps its place and the focus. */
  readonly unless?: string | undefined;
  readonly filled?: boolean;
  readonly small?: boolean;
  readonly submit?: boolean;
  readonly tabIndex?: number;
  readonly onClick?: (() => void) | undefined;
}

/**
 * A button with text.
 */
export const TextButton = forwardRef<HTMLButtonElement, IButton>(
  function TextButton(props, ref): React.JSX.Element {
    const { unless, filled, small, submit } = props;
    const look = `${filled ? ' jp-mod-accept' : ''}${small ? ' jp-mod-small' : ''}`;
    return (
      <button
        ref={ref}
        type={submit ? 'submit' : 'button'}
        className={`jp-Projects-button jp-mod-styled${look}`}
        aria-label={props.name}
        aria-disabled={unless === undefined ? undefined : true}
        title={unless}
        tabIndex={props.tabIndex}
        onClick={event => {
          if (unless !== undefined) {
            event.preventDefault();
          } else {
            props.onClick?.();
          }
        }}
      >
        {props.children}
      </button>
    );
  }
);

/**
 * A button that reads as a link.
 */
export function LinkButton(props: {
  readonly children: ReactNode;
  readonly onClick: () => void;
}): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-Projects-button jp-Projects-linkButton"
      onClick={() => {
        props.onClick();
      }}
    >
      {props.children}
    </button>
  );
}

/**
 * A button with an icon only.
 */
export const IconButton = forwardRef<
  HTMLButtonElement,
  {
    readonly icon: LabIcon;
    readonly name: string;
    readonly tabIndex?: number;
    readonly opensMenu?: boolean;
    readonly open?: boolean;
    readonly onClick: (button: HTMLButtonElement) => void;
  }
>(function IconButton(props, ref): React.JSX.Element {
  const { icon, name, opensMenu, open } = props;
  return (
    <button
      ref={ref}
      type="button"
      className="jp-Projects-iconButton"
      aria-label={name}
      title={name}
      tabIndex={props.tabIndex}
      aria-haspopup={opensMenu ? 'menu' : undefined}
      aria-expanded={opensMenu ? (open ?? false) : undefined}
      onClick={event => {
        props.onClick(event.currentTarget);
      }}
    >
      <icon.react tag="span" />
    </button>
  );
});
