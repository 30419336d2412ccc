import type { Build } from 'jupyterlab-projects-companion/contract';
import React, { useCallback } from 'react';
import { LogBox } from './log-box.tsx';
import { usePanel } from '../parts/panel-context.ts';
import type { LogFeed } from './use-log.ts';

/**
 * The log of a build, live or whole.
 */
export function BuildLog({
  build
}: {
  readonly build: Build;
}): React.JSX.Element {
  const { model, trans, format } = usePanel();
  const feed: LogFeed = useCallback(
    take => model.logs.follow(build.id, 0, take),
    [model, build.id]
  );
  return (
    <LogBox
      name={trans.__('Build log')}
      note={trans.__(
        'Log from the start of the build, %1',
        format.clock(build.startedAt)
      )}
      file={`build-${build.id}.log`}
      feed={feed}
      tail={build.error?.logTail}
    />
  );
}
