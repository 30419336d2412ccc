import type {
  BuildList,
  Created,
  Me,
  Preview,
  Problem,
  ProjectList,
  ServerMessage,
  Switch
} from 'jupyterlab-projects-companion/contract';
import {
  build,
  emptySource,
  failure,
  project,
  source
} from './project-answers.ts';
import { fields, known, list, shaped } from './shapes.ts';
import { outside, trashList } from './volume-answers.ts';

/**
 * Read one switch.
 */
export function switching(value: unknown): Switch | null {
  const shape = shaped<Switch>(value, ['id', 'project', 'phase'], {
    strategy: 'overlap',
    cancellable: false,
    message: '',
    steps: [],
    startedAt: ''
  });
  return (
    shape && {
      ...shape,
      from: typeof shape.from === 'string' ? shape.from : null,
      ...known({ error: failure(shape.error) })
    }
  );
}

/**
 * Read the current user.
 */
export function me(value: unknown): Me | null {
  return shaped<Me>(value, ['user'], {
    driver: '',
    version: '',
    projectsRoot: '',
    capabilities: [],
    limits: { projects: null }
  });
}

/**
 * Read the list of projects.
 */
export function projectList(value: unknown): ProjectList | null {
  const shape = shaped<ProjectList>(value, [], {
    limit: null,
    usage: { bytes: null, capacity: null }
  });
  return (
    shape && {
      ...shape,
      projects: list(shape.projects, project),
      ...known({ outside: outside(shape.outside) })
    }
  );
}

/**
 * Read the preview of a source.
 */
export function preview(value: unknown): Preview | null {
  const shape = shaped<Preview>(value, ['name'], {
    title: '',
    refs: [],
    files: [],
    notHonoured: [],
    cached: false
  });
  return (
    shape && {
      ...shape,
      source: source(shape.source) ?? emptySource(),
      ...known({ existing: project(shape.existing) })
    }
  );
}

/**
 * Read a new project and its build.
 */
export function created(value: unknown): Created | null {
  const both = fields(value);
  const made = project(both?.project);
  const begun = build(both?.build);
  return made && begun && { project: made, build: begun };
}

/**
 * Read the builds of a project.
 */
export function buildList(value: unknown): BuildList | null {
  const shape = shaped<BuildList>(value, [], {});
  return shape && { ...shape, builds: list(shape.builds, build) };
}

/**
 * Read a problem; `null` when the answer is not the companion's.
 */
export function problem(value: unknown): Problem | null {
  const shape = failure(value);
  const all = fields(value);
  return (
    shape && {
      ...shape,
      ...known({
        project: project(all?.project),
        switch: switching(all?.switch),
        build: build(all?.build)
      })
    }
  );
}

/**
 * Read a message of the event socket; `null` when this page does not know it.
 */
export function serverMessage(value: unknown): ServerMessage | null {
  const message = shaped<{ event: string; id: string; data: unknown }>(
    value,
    ['event'],
    { id: '' }
  );
  if (!message) {
    return null;
  }
  const { event, id, data } = message;
  const readers: Record<string, () => unknown> = {
    project: () => project(data),
    'project-removed': () => shaped<{ id: string }>(data, ['id'], {}),
    build: () => build(data),
    switch: () => switching(data),
    trash: () => trashList(data),
    usage: () => shaped(data, [], { bytes: null, capacity: null }),
    log: () =>
      shaped<{ build: string; text: string }>(data, ['build', 'text'], {})
  };
  if (event === 'beat' || event === 'opened' || event === 'reset') {
    return { event, id };
  }
  const body = readers[event]?.();
  return body ? ({ event, id, data: body } as ServerMessage) : null;
}
