import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Widget } from '@lumino/widgets';

/**
 * The open documents of this page, wherever in Lab they are.
 */
export interface IDocuments {
  /**
   * List the paths of the documents that have changes to save.
   */
  dirty(): string[];

  /**
   * List the paths of the changed documents that may not be written.
   */
  readOnly(): string[];

  /**
   * Save all documents that have changes.
   *
   * @param patience - How long to wait for each, in milliseconds.
   *
   * @returns The paths of the documents that could not be saved.
   */
  save(patience?: number): Promise<string[]>;

  /**
   * Download documents as this page has them.
   */
  download(paths: readonly string[]): Promise<void>;
}

type Context = NonNullable<ReturnType<IDocumentManager['contextForWidget']>>;

/** Areas of a shell in which documents can lie; a shell may lack some. */
const AREAS = ['main', 'left', 'right', 'down'];

/**
 * The documents of an application.
 */
export class Documents implements IDocuments {
  constructor(options: Documents.IOptions) {
    this._widgets = options.widgets;
    this._manager = options.manager;
  }

  dirty(): string[] {
    return this._dirty().map(context => context.path);
  }

  readOnly(): string[] {
    return this._dirty()
      .filter(context => !isWritable(context))
      .map(context => context.path);
  }

  async save(patience?: number): Promise<string[]> {
    const saved = this._dirty().map(async context => {
      const done = isWritable(context) && (await inTime(context, patience));
      return done && !context.model.dirty ? [] : [context.path];
    });
    return (await Promise.all(saved)).flat();
  }

  async download(paths: readonly string[]): Promise<void> {
    for (const context of this._contexts()) {
      if (paths.includes(context.path)) {
        offer(context);
      }
      // Browsers drop all but the last of several downloads in one task.
      await new Promise(resolve => setTimeout(resolve, 0));
    }
  }

  private _dirty(): Context[] {
    return this._contexts().filter(
      context => context.model.dirty && !context.model.collaborative
    );
  }

  private _contexts(): Context[] {
    const found = AREAS.flatMap(area => [...this._areaOf(area)]).map(widget =>
      this._manager.contextForWidget(widget)
    );
    return [...new Set(found.filter(context => context !== undefined))];
  }

  private _areaOf(area: string): Iterable<Widget> {
    try {
      return this._widgets(area);
    } catch {
      return [];
    }
  }

  private readonly _widgets: Documents.IOptions['widgets'];
  private readonly _manager: Documents.IOptions['manager'];
}

/**
 * A namespace for `Documents` statics.
 */
export namespace Documents {
  /**
   * Options of `Documents`.
   */
  export interface IOptions {
    readonly manager: Pick<IDocumentManager, 'contextForWidget'>;

    /**
     * The widgets of an area of the shell; throws where there is no such area.
     */
    readonly widgets: (area: string) => Iterable<Widget>;
  }
}

function isWritable(context: Context): boolean {
  return !context.model.readOnly && context.contentsModel?.writable !== false;
}

/** Save, but not for ever: a save can wait for the user's answer to Lab. */
async function inTime(
  context: Context,
  patience: number | undefined
): Promise<boolean> {
  const saved = context.save().then(
    () => true,
    () => false
  );
  if (patience === undefined) {
    return saved;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => {
      resolve(false);
    }, patience);
  });
  try {
    return await Promise.race([saved, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Offer a download from the page, because the server may be gone. */
function offer(context: Context): void {
  const url = URL.createObjectURL(new Blob([context.model.toString()]));
  const link = document.createElement('a');
  link.href = url;
  link.download = context.path.split('/').pop() ?? context.path;
  link.click();
  URL.revokeObjectURL(url);
}
