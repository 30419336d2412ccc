/** The real model, connected to a small companion. */
import { CompanionClient, companionSettings } from '../projects/client.ts';
import { ProjectsModel } from '../projects/model.ts';
import type { PageSocket } from './companion-server.ts';
import { CompanionServer } from './companion-server.ts';

/** A companion that listens, and the model of one page. */
export class LiveModel {
  readonly server = new CompanionServer();
  private _model: ProjectsModel | undefined;

  get model(): ProjectsModel {
    return this._model!;
  }

  /** Connect the model. */
  start(times = {}): void {
    this._model = new ProjectsModel({
      client: new CompanionClient({
        serverSettings: companionSettings({
          url: this.server.url,
          token: 'secret'
        }),
        retryDelaysMs: [1, 1]
      }),
      page: 'page-1',
      times: { retryDelaysMs: [1], ...times }
    });
  }

  /** Wait until a condition on the model holds. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>(resolve => {
        const slot = (): void => {
          this.model.changed.disconnect(slot);
          resolve();
        };
        this.model.changed.connect(slot);
      });
    }
  }

  /** Connect, and wait for the first list. */
  async online(): Promise<PageSocket> {
    this.start();
    const page = await this.server.page();
    await page.take('open');
    page.send({ event: 'opened', id: 'e-1' });
    await this.until(() => this.model.projects !== null);
    return page;
  }

  async close(): Promise<void> {
    this._model?.dispose();
    await this.server.close();
  }
}
