import type {
  Build,
  Failure,
  Image,
  Project,
  Source
} from 'jupyterlab-projects-companion/contract';
import { visible } from './visible.ts';
import { fields, known, list, shaped, text } from './shapes.ts';

/**
 * Read the source of a project.
 */
export function source(value: unknown): Source | null {
  return shaped<Source>(value, ['url'], {
    provider: '',
    spec: '',
    ref: '',
    commit: ''
  });
}

function image(value: unknown): Image | null {
  return shaped<Image>(value, ['id'], {
    builtAt: '',
    builder: '',
    available: true
  });
}

/**
 * Read a failure of a build or a switch.
 */
export function failure(value: unknown): Failure | null {
  return shaped<Failure>(value, ['code'], {
    type: '',
    title: '',
    status: 0,
    detail: '',
    actions: []
  });
}

/**
 * Read one build.
 */
export function build(value: unknown): Build | null {
  const shape = shaped<Build>(value, ['id', 'project', 'phase'], {
    startedAt: '',
    steps: []
  });
  return (
    shape && {
      ...shape,
      source: source(shape.source) ?? emptySource(),
      ...known({ error: failure(shape.error) })
    }
  );
}

/**
 * Make a source of which nothing is known.
 */
export function emptySource(): Source {
  return { url: '', provider: '', spec: '', ref: '', commit: '' };
}

function copied(value: unknown): Project['copy'] | null {
  const shape = shaped<NonNullable<Project['copy']>>(value, [], {
    bytes: null,
    total: null
  });
  return shape && { ...shape, ...known({ error: failure(shape.error) }) };
}

function failedStart(value: unknown): Project['failedStart'] | null {
  const shape = shaped<NonNullable<Project['failedStart']>>(
    value,
    ['switch', 'at'],
    { ready: false }
  );
  const error = shape && failure(shape.error);
  return error && { ...shape, error };
}

/**
 * Read one project.
 */
export function project(value: unknown): Project | null {
  const name = text(fields(value), 'name');
  const shape = shaped<Project>(value, ['id'], {
    slug: '',
    name,
    title: name,
    active: false,
    state: 'stopped',
    bytes: null
  });
  return (
    shape && {
      ...shape,
      // Titles are only shown. Folders and refs are also sent back, so they
      // stay as they came.
      title: visible(shape.title),
      images: list(shape.images, image),
      ...known({
        source: source(shape.source),
        image: image(shape.image),
        build: build(shape.build),
        failedStart: failedStart(shape.failedStart),
        copy: copied(shape.copy)
      })
    }
  );
}
