import { PageConfig } from '@jupyterlab/coreutils';
import { nullTranslator } from '@jupyterlab/translation';
import { UUID } from '@lumino/coreutils';
import React from 'react';
import { createRoot } from 'react-dom/client';
import { CompanionClient, companionSettings } from '../projects/client.ts';
import { HomePage } from './home-page.tsx';
import { ProjectsModel } from '../projects/model.ts';
import { signOut } from './sign-out.ts';

/**
 * The entry of the home page: everything is wired here.
 */
const serverSettings = companionSettings({
  url: PageConfig.getOption('projectsCompanionUrl') || './',
  token: PageConfig.getToken()
});
const model = new ProjectsModel({
  client: new CompanionClient({ serverSettings }),
  page: UUID.uuid4(),
  present: false
});
const root = document.createElement('div');
root.id = 'jp-projects-home';
document.body.append(root);
createRoot(root).render(
  <HomePage
    model={model}
    trans={nullTranslator.load('jupyterlab-projects')}
    open={PageConfig.getOption('projectsOpen') || undefined}
    navigate={url => {
      location.assign(url);
    }}
    signOut={
      PageConfig.getOption('projectsSignOut')
        ? async () => {
            await signOut(serverSettings);
            location.assign(serverSettings.baseUrl);
          }
        : undefined
    }
  />
);
