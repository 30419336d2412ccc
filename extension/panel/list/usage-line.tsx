import type { Usage } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { LinkButton } from '../parts/buttons.tsx';
import { usePanel } from '../parts/panel-context.ts';

/** From here on the volume is nearly full. */
const NEARLY = 0.9;

/**
 * What the volume holds, and how much of that is in the trash.
 */
export function UsageLine(): React.JSX.Element | null {
  const { model, trans, format, route } = usePanel();
  const { usage } = model.volume;
  if (usage?.bytes == null) {
    return null;
  }
  const { bytes, capacity, trash } = usage;
  const full = capacity !== null && bytes / capacity >= NEARLY;
  return (
    <div className={`jp-Projects-usage${full ? ' jp-mod-warning' : ''}`}>
      {capacity !== null && <Bar {...{ bytes, capacity, trash }} />}
      <span>
        {capacity === null
          ? trans.__('%1 used', format.size(bytes))
          : trans.__('%1 of %2', format.size(bytes), format.size(capacity))}
      </span>
      {trash ? (
        <LinkButton
          onClick={() => {
            route.show({ view: 'trash' });
          }}
        >
          {trans.__('Trash · %1', format.size(trash))}
        </LinkButton>
      ) : null}
    </div>
  );
}

/** Its numbers are in the text beside it. */
function Bar({
  bytes,
  capacity,
  trash
}: Pick<Usage, 'trash'> & {
  readonly bytes: number;
  readonly capacity: number;
}): React.JSX.Element {
  const share = (part: number): string =>
    `${String(Math.min(100, (100 * part) / capacity))}%`;
  const thrown = Math.min(trash ?? 0, bytes);
  return (
    <span className="jp-Projects-usageBar" aria-hidden="true">
      <span style={{ inlineSize: share(bytes - thrown) }} />
      <span className="jp-mod-trash" style={{ inlineSize: share(thrown) }} />
    </span>
  );
}
