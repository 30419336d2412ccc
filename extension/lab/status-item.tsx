import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { offlineIcon, projectIcon } from '../icons.ts';
import type { IProjectsPanel, ISwitchDesk } from './lab-tokens.ts';
import { projectOfServer } from '../projects/page-project.ts';
import { useSignal } from '../panel/parts/switch-hooks.ts';
import { namesOf, titleOf } from '../words/switch-names.ts';
import { hasMoved, isUnderWay } from '../projects/switch-rules.ts';
import { Elapsed, mover, stripText } from '../panel/switch/switch-strip.tsx';
import { RESCUE } from '../projects/rescue.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * The parts of the page that the status bar uses.
 */
export interface IStatusItem {
  readonly model: IProjectsModel;
  readonly desk: Pick<ISwitchDesk, 'stage' | 'handOver'>;
  readonly panel: Pick<IProjectsPanel, 'reveal'>;
  readonly trans: TranslationBundle;
  /** Path of this page's server. */
  readonly server: string;
  /** Tell why something was not done. */
  readonly fail: (error: unknown) => void;
}

/**
 * Shows the project of this page, and the progress of a switch.
 */
export function StatusItem(props: IStatusItem): React.JSX.Element | null {
  const { model, desk, panel, trans, server } = props;
  useSignal(model.changed);
  useSignal(desk.stage.changed);
  useSignal(desk.handOver.changed);
  const reveal = (): void => {
    panel.reveal();
  };
  if (model.connection.state === 'offline') {
    return (
      <button type="button" className="jp-Projects-status" onClick={reveal}>
        <offlineIcon.react tag="span" />
        {trans.__('Projects: offline')}
      </button>
    );
  }
  const item = model.switching;
  if (item && isUnderWay(item) && !hasMoved(item)) {
    return <Switching {...props} />;
  }
  const title = pageTitle(model, server, trans);
  return title === undefined ? null : (
    <button
      type="button"
      className="jp-Projects-status"
      title={trans.__('The project of this page')}
      onClick={reveal}
    >
      <projectIcon.react tag="span" />
      <bdi>{title}</bdi>
    </button>
  );
}

function Switching({
  model,
  desk,
  trans,
  fail
}: IStatusItem): React.JSX.Element | null {
  const item = model.switching;
  if (!item) {
    return null;
  }
  const { to } = namesOf(item, model, trans);
  const move = mover(item, model, desk.handOver, fail);
  return (
    <>
      <button
        type="button"
        className="jp-Projects-status"
        onClick={() => {
          desk.stage.open();
        }}
      >
        {move ? (
          <projectIcon.react tag="span" />
        ) : (
          <span className="jp-Projects-ring" aria-hidden="true" />
        )}
        {stripText(item, to, desk.handOver.state.phase, trans)}
        {!move && <Elapsed item={item} trans={trans} />}
      </button>
      {move && desk.stage.view !== 'dialog' && (
        <button type="button" className="jp-Projects-status" onClick={move}>
          <strong>{trans.__('Move now')}</strong>
        </button>
      )}
    </>
  );
}

/**
 * Return the title of the project of this page's server. Another tab may be in
 * another project by now.
 */
function pageTitle(
  model: IProjectsModel,
  server: string,
  trans: TranslationBundle
): string | undefined {
  const own = projectOfServer(model, server);
  if (own) {
    return own.title;
  }
  return server.endsWith(`/${RESCUE}/`)
    ? titleOf(RESCUE, model, trans)
    : model.projects?.find(({ active }) => active)?.title;
}
