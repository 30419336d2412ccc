import type { KeyboardEvent } from 'react';
import React, { useEffect, useLayoutEffect, useRef } from 'react';
import type { MenuItem } from './home-menu-items.ts';

/**
 * A menu that is open.
 */
export interface IOpenMenu {
  readonly items: readonly MenuItem[];
  readonly at: { readonly x: number; readonly y: number };
  readonly name: string;
  readonly onClose: () => void;
}

/**
 * A menu of the home page, which has no Lab to show one.
 */
export function HomeMenu(props: IOpenMenu): React.JSX.Element {
  const { items, at, name, onClose } = props;
  const node = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const menu = node.current;
    if (menu) {
      place(menu, at);
      buttonsOf(menu)[0]?.focus();
    }
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, [at]);
  useEffect(() => {
    const outside = ({ target }: Event): void => {
      if (target instanceof Node && !node.current?.contains(target)) {
        onClose();
      }
    };
    document.addEventListener('pointerdown', outside, true);
    window.addEventListener('blur', onClose);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('blur', onClose);
    };
  }, [onClose]);
  return (
    <div
      ref={node}
      role="menu"
      aria-label={name}
      className="jp-Projects-menu"
      onKeyDown={event => {
        move(event, node.current, onClose);
      }}
    >
      {items.map((item, index) =>
        item === null ? (
          <hr key={index} className="jp-Projects-menuSeparator" />
        ) : (
          <button
            key={index}
            type="button"
            role="menuitem"
            className="jp-Projects-menuItem"
            tabIndex={-1}
            title={item.unless}
            aria-disabled={item.unless === undefined ? undefined : true}
            onClick={() => {
              if (item.unless === undefined) {
                onClose();
                item.run();
              }
            }}
          >
            {item.label}
          </button>
        )
      )}
    </div>
  );
}

function buttonsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll('button')];
}

/**
 * Put the menu near the point, and wholly inside the window.
 */
function place(menu: HTMLElement, at: { x: number; y: number }): void {
  const { width, height } = menu.getBoundingClientRect();
  const x = Math.max(4, Math.min(at.x, window.innerWidth - width - 4));
  const y = Math.max(4, Math.min(at.y, window.innerHeight - height - 4));
  menu.style.left = `${String(x)}px`;
  menu.style.top = `${String(y)}px`;
}

function move(
  event: KeyboardEvent,
  menu: HTMLElement | null,
  onClose: () => void
): void {
  const buttons = menu ? buttonsOf(menu) : [];
  const at = buttons.findIndex(button => button === document.activeElement);
  const to: Partial<Record<string, number>> = {
    ArrowDown: (at + 1) % buttons.length,
    ArrowUp: (at - 1 + buttons.length) % buttons.length,
    Home: 0,
    End: buttons.length - 1
  };
  const next = to[event.key];
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    onClose();
  } else if (next !== undefined) {
    event.preventDefault();
    buttons[next]?.focus();
  }
  event.stopPropagation();
}
