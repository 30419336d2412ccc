import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useCallback, useEffect, useMemo, useState } from 'react';
import { Asking } from '../projects/asking.ts';
import { homeActions } from './home-actions.ts';
import type { IOpenMenu } from './home-menu.tsx';
import { HomeMenu } from './home-menu.tsx';
import { HomeNotice } from './home-notice.tsx';
import { projectIcon } from '../icons.ts';
import type { PanelActions } from '../panel/parts/actions.ts';
import { LinkButton } from '../panel/parts/buttons.tsx';
import type { Notice } from '../words/notice.ts';
import { ProjectsView } from '../panel/projects-view.tsx';
import { PanelRoute } from '../panel/parts/route.ts';
import { useSignal } from '../panel/parts/switch-hooks.ts';
import { SwitchStage } from '../panel/switch/switch-stage.ts';
import { isUnderWay } from '../projects/switch-rules.ts';
import { SwitchStrip } from '../panel/switch/switch-strip.tsx';
import { SwitchView } from '../panel/switch/switch-view.tsx';
import { errorSentence } from '../words/sentences.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * The props of the home page.
 */
export interface IHomePage {
  readonly model: IProjectsModel;
  readonly trans: TranslationBundle;
  /** The slug of a project to open at once. */
  readonly open?: string | undefined;
  readonly navigate: (url: string) => void;
  /** End the browser's session; absent where no session let the user in. */
  readonly signOut?: (() => Promise<void>) | undefined;
}

/**
 * The panel without a Lab: for the first start, and for links to projects.
 */
export function HomePage({
  model,
  trans,
  open,
  navigate,
  signOut
}: IHomePage): React.JSX.Element {
  useSignal(model.changed);
  const [route] = useState(() => new PanelRoute());
  useSignal(route.changed);
  const [asking] = useState(
    // Pages of Lab do not see that this page asked: it has no work to save, so
    // one of them moves.
    () => new Asking({ model, page: sessionStorage, site: sessionStorage })
  );
  const [stage] = useState(
    () =>
      new SwitchStage({
        model,
        opens: item => !document.hidden && asking.where(item.project) === 'here'
      })
  );
  const [menu, setMenu] = useState<IOpenMenu | null>(null);
  const [message, setMessage] = useState('');
  const [notice, setNotice] = useState<Notice | null>(null);
  const onFailure = useCallback(
    (error: unknown) => {
      setMessage(errorSentence(error, trans));
    },
    [trans]
  );
  const onNoticeEnd = useCallback(() => {
    setNotice(null);
  }, []);
  const actions = useMemo(
    () =>
      homeActions({
        ...{ model, asking, route, trans, navigate },
        copy: text => navigator.clipboard.writeText(text),
        onFailure,
        onNotice: setNotice,
        openMenu: (items, at, name) =>
          new Promise(resolve => {
            const onClose = (): void => {
              setMenu(null);
              resolve();
            };
            setMenu({ items, at, name, onClose });
          })
      }),
    [model, asking, route, trans, navigate, onFailure]
  );
  useOpening(model, open, actions);
  const strip = (
    <SwitchStrip {...{ model, stage, trans, navigate }} fail={onFailure} />
  );
  return (
    <div className="jp-ProjectsHome">
      <header className="jp-ProjectsHome-header">
        <projectIcon.react tag="span" />
        <h1>{trans.__('Projects')}</h1>
        {model.me && (
          <span className="jp-ProjectsHome-user">{model.me.user}</span>
        )}
        {signOut && (
          <LinkButton
            onClick={() => {
              signOut().catch(onFailure);
            }}
          >
            {trans.__('Sign out')}
          </LinkButton>
        )}
      </header>
      <main className="jp-ProjectsHome-main">
        {message && (
          <p className="jp-ProjectsHome-message" role="alert">
            {message}{' '}
            <LinkButton
              onClick={() => {
                setMessage('');
              }}
            >
              {trans.__('Dismiss')}
            </LinkButton>
          </p>
        )}
        <HomeNotice {...{ notice, trans, onFailure }} onEnd={onNoticeEnd} />
        <ProjectsView
          {...{ model, trans, actions, route, strip }}
          shell="home"
        />
      </main>
      <SwitchView
        {...{ model, stage, trans, actions, navigate, asking }}
        shell="home"
      />
      {menu && <HomeMenu {...menu} />}
    </div>
  );
}

/**
 * Open the project of a link once: go to its server, or switch to it.
 */
function useOpening(
  model: IProjectsModel,
  slug: string | undefined,
  actions: PanelActions
): void {
  const [done, setDone] = useState(slug === undefined);
  const project = model.projects?.find(item => item.slug === slug);
  const online = model.connection.state === 'online';
  useEffect(() => {
    if (done || !online || !project) {
      return;
    }
    setDone(true);
    // The link counts for this visit only: a reload must not switch again.
    history.replaceState(null, '', new URL('..', location.href));
    if (project.active || !isUnderWay(model.switching)) {
      actions.switchTo(project);
    }
  }, [done, online, project, model, actions]);
}
