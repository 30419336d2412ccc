import type { Workspace } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';

/**
 * The layout of this page, as Lab keeps it in the server's workspace.
 */
export class WorkspaceLayout {
  constructor(options: WorkspaceLayout.IOptions) {
    this._options = options;
  }

  /**
   * Write the layout now. Lab does so 750 ms after a change, which is too late
   * for a page that is about to be left. The data are the same that Lab would
   * save.
   */
  async save(): Promise<void> {
    const { ids, state, workspaces } = this._options;
    const names = new Set(ids().filter(id => id !== ''));
    if (!state || names.size === 0) {
      return;
    }
    try {
      const data = (await state.toJSON()) as Workspace.IWorkspace['data'];
      await Promise.all(
        [...names].map(id => workspaces.save(id, { data, metadata: { id } }))
      );
    } catch {
      // The user need not wait or stay for a layout that cannot be saved.
    }
  }

  private readonly _options: WorkspaceLayout.IOptions;
}

/**
 * A namespace for `WorkspaceLayout` statics.
 */
export namespace WorkspaceLayout {
  /**
   * Options of `WorkspaceLayout`.
   */
  export interface IOptions {
    readonly state: Pick<IStateDB, 'toJSON'> | null;
    readonly workspaces: Pick<Workspace.IManager, 'save'>;

    /**
     * The workspace of this page, and the one in which the project opens again:
     * the two differ for a page that was opened by `/lab/tree/...`. An empty
     * string stands for none.
     */
    readonly ids: () => readonly string[];
  }
}
