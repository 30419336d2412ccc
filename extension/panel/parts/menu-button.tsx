import { ellipsesIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { IconButton } from './buttons.tsx';

/**
 * A point of the page, in pixels.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A menu of the page, and whether it is open.
 */
export interface OpenMenu {
  readonly open: boolean;
  readonly show: (at: Point, from: HTMLElement) => void;
}

/**
 * Return a menu. When it closes, the focus returns to where it was opened,
 * unless the chosen action has taken the focus.
 */
export function useMenu(openAt: (at: Point) => Promise<void>): OpenMenu {
  const [open, setOpen] = useState(false);
  const show = (at: Point, from: HTMLElement): void => {
    setOpen(true);
    void openAt(at).finally(() => {
      setOpen(false);
      // The chosen action runs after the menu closed, and may take the focus.
      setTimeout(() => {
        if (document.activeElement === document.body) {
          from.focus();
        }
      }, 0);
    });
  };
  return { open, show };
}

/**
 * The button that opens a menu.
 */
export function MenuButton(props: {
  readonly menu: OpenMenu;
  readonly name: string;
  readonly tabIndex?: number;
}): React.JSX.Element {
  const { menu, name, tabIndex } = props;
  return (
    <IconButton
      icon={ellipsesIcon}
      name={name}
      {...(tabIndex === undefined ? {} : { tabIndex })}
      opensMenu
      open={menu.open}
      onClick={button => {
        const { left, bottom } = button.getBoundingClientRect();
        menu.show({ x: left, y: bottom }, button);
      }}
    />
  );
}
