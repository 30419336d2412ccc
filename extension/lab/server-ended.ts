import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { IDocuments } from '../hand-over/documents.ts';
import { visible } from '../projects/visible.ts';
import { projectOfServer } from '../projects/page-project.ts';
import { failureSentence } from '../words/sentences.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * Tells the user, once, that the server of this page has ended without a
 * switch. The dialog closes when a server answers here again.
 */
export class ServerEnded {
  constructor(options: ServerEnded.IOptions) {
    this._options = options;
    options.model.changed.connect(() => {
      this._look();
    });
    this._look();
  }

  /**
   * True when the end of its server is why this page has no connection.
   */
  get isCause(): boolean {
    const { connection } = this._options.model;
    return connection.state === 'online' && this._ended !== undefined;
  }

  /**
   * Tell the user, unless that was done already.
   */
  async show(): Promise<void> {
    const project = this._ended;
    if (!project || this._isTold) {
      return;
    }
    this._isTold = true;
    const { documents, open } = this._options;
    for (;;) {
      const dirty = documents.dirty();
      const choice = await this._ask(project, dirty);
      if (choice === 'open') {
        await open(project);
      }
      if (choice !== 'download') {
        return;
      }
      await documents.download(dirty);
    }
  }

  /** Return the choice; nothing on *Read on*, or when the server is back. */
  private async _ask(
    { title, failedStart }: Project,
    dirty: readonly string[]
  ): Promise<string | undefined> {
    const { trans } = this._options;
    const why = failedStart?.ready
      ? failureSentence(failedStart.error, trans)
      : trans.__('It was stopped, or ended by itself.');
    const dialog = new Dialog({
      title: trans.__('The server of %1 has ended', title),
      body: [why, stakes(dirty, trans)].join(' '),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Read on') }),
        ...(dirty.length > 0
          ? [
              Dialog.createButton({
                label: trans._n(
                  'Download %1 file',
                  'Download %1 files',
                  dirty.length
                ),
                actions: ['download']
              })
            ]
          : []),
        Dialog.okButton({
          label: trans.__('Open %1', title),
          actions: ['open']
        })
      ]
    });
    this._dialog = dialog;
    try {
      return (await dialog.launch()).button.actions[0];
    } catch {
      return undefined;
    } finally {
      this._dialog = null;
    }
  }

  /** Remember the project of this page while its server runs. */
  private _look(): void {
    const { model, server } = this._options;
    const here = projectOfServer(model, server);
    if (here) {
      this._project = here.id;
      this._isTold = false;
      this._dialog?.dispose();
    }
  }

  private get _ended(): Project | undefined {
    const { model, server } = this._options;
    const project = model.projects?.find(({ id }) => id === this._project);
    return project?.url?.startsWith(server) ? undefined : project;
  }

  private readonly _options: ServerEnded.IOptions;
  private _project: string | undefined;
  private _dialog: Dialog<unknown> | null = null;
  private _isTold = false;
}

/**
 * A namespace for `ServerEnded` statics.
 */
export namespace ServerEnded {
  /**
   * Options of `ServerEnded`.
   */
  export interface IOptions {
    readonly model: Pick<IProjectsModel, 'projects' | 'connection' | 'changed'>;
    readonly documents: Pick<IDocuments, 'dirty' | 'download'>;
    readonly trans: TranslationBundle;

    /**
     * Path of this page's server, as in `/user/<user>/<server>/`.
     */
    readonly server: string;

    /**
     * Start a server of the project, and move this page to it.
     */
    readonly open: (project: Project) => Promise<void>;
  }
}

/** Name the unsaved files, which exist in this page only, if there are any. */
function stakes(dirty: readonly string[], trans: TranslationBundle): string {
  return dirty.length > 0
    ? trans.__(
        'This is not saved: %1. Download it before you leave.',
        visible(dirty.join(', '))
      )
    : trans.__(
        'All files of this tab are saved. Cells and terminals have stopped.'
      );
}
