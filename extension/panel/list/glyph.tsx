import {
  circleEmptyIcon,
  circleIcon,
  folderIcon
} from '@jupyterlab/ui-components';
import React from 'react';
import { alertIcon, projectOutlineIcon } from '../../icons.ts';
import type { GlyphKind } from '../../words/words-context.ts';

const ICONS = {
  active: circleIcon,
  running: circleEmptyIcon,
  stopped: projectOutlineIcon,
  failed: alertIcon,
  folder: folderIcon
};

/**
 * The shape before a project's name. It is hidden from screen readers, as the
 * state's words say the same.
 */
export function Glyph({
  kind
}: {
  readonly kind: GlyphKind;
}): React.JSX.Element {
  if (kind === 'busy') {
    return <span className="jp-Projects-glyph jp-Projects-ring" aria-hidden />;
  }
  const Icon = ICONS[kind].react;
  return (
    <span className={`jp-Projects-glyph jp-Projects-glyph-${kind}`} aria-hidden>
      <Icon tag="span" />
    </span>
  );
}
