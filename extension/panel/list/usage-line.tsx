import type { Usage } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { LinkButton } from '../parts/buttons.tsx';
import { usePanel } from '../parts/panel-context.ts';

/** The share in use from which on the volume counts as nearly full. */
const NEARLY = 0.9;

/**
 * The size of the files on the volume, and the part of it in the trash.
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

/** A bar of the sizes; it is not read out, as the text beside it tells them. */
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
