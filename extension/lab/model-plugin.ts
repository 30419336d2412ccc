import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { UUID } from '@lumino/coreutils';
import { CompanionClient, companionSettings } from '../projects/client.ts';
import { companionUrl } from '../projects/companion-url.ts';
import { ProjectsModel } from '../projects/model.ts';
import { IProjectsModel } from '../tokens.ts';

/**
 * Provides the projects, or nothing on a site that has no companion.
 */
export const modelPlugin: JupyterFrontEndPlugin<IProjectsModel | null> = {
  id: 'jupyterlab-projects:model',
  description: 'Provides the projects of the current user.',
  autoStart: true,
  provides: IProjectsModel,
  activate: () => {
    const url = companionUrl(name => PageConfig.getOption(name));
    if (url === null) {
      reportMissing();
      return null;
    }
    const model = new ProjectsModel({
      client: new CompanionClient({
        serverSettings: companionSettings({ url, token: PageConfig.getToken() })
      }),
      page: UUID.uuid4()
    });
    const report = (): void => {
      if (model.connection.state === 'missing') {
        model.changed.disconnect(report);
        reportMissing();
      }
    };
    model.changed.connect(report);
    return model;
  }
};

function reportMissing(): void {
  // eslint-disable-next-line no-console -- the one trace of why there is no panel
  console.info('Projects: this site has no companion service.');
}

/**
 * Resolves once the site is known to have a companion, and never where it has
 * none: a guessed address does not prove it.
 */
export function whenPresent(model: IProjectsModel): Promise<void> {
  if (PageConfig.getOption('projectsCompanionUrl')) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const look = (): void => {
      const { state } = model.connection;
      if (state !== 'connecting' && state !== 'missing') {
        model.changed.disconnect(look);
        resolve();
      }
    };
    model.changed.connect(look);
    look();
  });
}
