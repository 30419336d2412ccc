import type { ReactNode } from 'react';
import React, { useId, useLayoutEffect, useRef } from 'react';

/**
 * The texts and buttons of a dialog.
 */
export interface DialogProps {
  readonly title: string;
  /** The line under the title. */
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons at the inline start of the foot, which lead elsewhere. */
  readonly aside?: ReactNode;
  /** Buttons at the inline end of the foot, the filled one last. */
  readonly buttons: ReactNode;
  /** An alert is read out whole, at once. */
  readonly role?: 'dialog' | 'alertdialog';
  /** The safe choice, which Esc takes. */
  readonly onEscape: () => void;
}

/**
 * A modal dialog of the browser: it keeps the focus, hears Esc and lies above
 * all, in Lab and on the home page.
 */
export function Dialog(props: DialogProps): React.JSX.Element {
  const node = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = node.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    // Closing, and not only removing, gives the focus back.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={node}
      className="jp-Projects-dialog"
      role={props.role}
      aria-labelledby={`${id}-title`}
      aria-describedby={props.lead ? `${id}-lead` : undefined}
      data-lm-suppress-shortcuts="true"
      onKeyDown={event => {
        // The view that the dialog belongs to must not take the key, too.
        event.stopPropagation();
      }}
      onCancel={event => {
        event.preventDefault();
        props.onEscape();
      }}
    >
      <h2 id={`${id}-title`} className="jp-Projects-dialogTitle">
        {props.title}
      </h2>
      {props.lead && (
        <p id={`${id}-lead`} className="jp-Projects-dialogLead">
          {props.lead}
        </p>
      )}
      {props.children}
      <footer className="jp-Projects-dialogFoot">
        <div className="jp-Projects-dialogAside">{props.aside}</div>
        <div className="jp-Projects-dialogButtons">{props.buttons}</div>
      </footer>
    </dialog>
  );
}

/**
 * A button of a dialog or strip.
 */
export function Button(props: {
  readonly look?: 'accept' | 'warn' | 'link';
  /** True when the button has the focus as the dialog opens. */
  readonly focused?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  readonly onClick: () => void;
}): React.JSX.Element {
  const look =
    props.look === 'link'
      ? 'jp-Projects-linkButton'
      : `jp-mod-styled${props.look ? ` jp-mod-${props.look}` : ' jp-mod-reject'}`;
  return (
    <button
      type="button"
      className={`jp-Projects-button ${look}`}
      data-first={props.focused ? true : undefined}
      disabled={props.disabled}
      onClick={() => {
        props.onClick();
      }}
    >
      {props.children}
    </button>
  );
}
