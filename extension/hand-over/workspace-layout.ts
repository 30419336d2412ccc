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
   * for a page that is about to be left. What is saved is what Lab would save.
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
      // A layout is not worth keeping the user for.
    }
  }

  private readonly _options: WorkspaceLayout.IOptions;
}

/**
 * A namespace for `WorkspaceLayout` statics.
 */
export namespace WorkspaceLayout {
  /**
   * What it needs.
   */
  export interface IOptions {
    readonly state: Pick<IStateDB, 'toJSON'> | null;
    readonly workspaces: Pick<Workspace.IManager, 'save'>;

    /**
     * The workspace of this page, and the one that the way back leads to: a page
     * that was opened by `/lab/tree/...` is in another. Empty where there is
     * none.
     */
    readonly ids: () => readonly string[];
  }
}
