import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { failedStartOf } from '../../projects/project-rules.ts';

/**
 * A sub-view of the panel.
 */
export type Place =
  | { readonly view: 'list' }
  | { readonly view: 'create'; readonly source?: string }
  | {
      readonly view: 'build' | 'start' | 'adopt' | 'rename' | 'duplicate';
      readonly project: string;
    }
  | { readonly view: 'trash' | 'outside' };

/**
 * The sub-view that the panel shows; commands can change it, too.
 */
export class PanelRoute {
  /**
   * The sub-view that is shown now.
   */
  get place(): Place {
    return this._place;
  }

  /**
   * The selected project, by id.
   */
  get selected(): string | null {
    return this._selected;
  }

  /**
   * A signal emitted when `place` or `selected` changes.
   */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /**
   * Show a sub-view.
   */
  show(place: Place): void {
    this._place = place;
    if ('project' in place) {
      this._selected = place.project;
    }
    this._changed.emit();
  }

  /**
   * Select a project in the list, or none.
   */
  select(project: string | null): void {
    if (project !== this._selected) {
      this._selected = project;
      this._changed.emit();
    }
  }

  private _place: Place = { view: 'list' };
  private _selected: string | null = null;
  private readonly _changed = new Signal<this, void>(this);
}

/**
 * Return the sub-view with the log of the failed start, or else of the build.
 */
export function logPlace(project: Project): Place {
  const view = failedStartOf(project) ? 'start' : 'build';
  return { view, project: project.id };
}
