import { parse } from 'smol-toml';
import { z } from 'zod';
import { Failed } from '../../base/errors.ts';
import { parseRequirement } from './requirements.ts';
import type { Requirement } from './requirements.ts';

/** The parts of a `pyproject.toml` that the builder uses. */
export interface Pyproject {
  /** True when it has a `[project]`, and not only settings of tools. */
  readonly project: boolean;
  /** True when the repository is a package, as a build system or uv says. */
  readonly installable: boolean;
  readonly requiresPython?: string;
  readonly requirements: readonly (Requirement & { readonly file: string })[];
}

const Shape = z.object({
  project: z
    .object({
      dependencies: z.array(z.string()).default([]),
      dynamic: z.array(z.string()).default([]),
      'requires-python': z.string().optional()
    })
    .optional(),
  'build-system': z.unknown().optional(),
  tool: z
    .object({
      uv: z.object({ package: z.boolean().optional() }).optional()
    })
    .optional()
});

export function readPyproject(
  text: string | undefined,
  { file }: { file: string }
): Pyproject | undefined {
  if (text === undefined) {
    return undefined;
  }
  const { project, tool, 'build-system': system } = read(text, file);
  const installable = tool?.uv?.package ?? system !== undefined;
  const requiresPython = project?.['requires-python'];
  const lineOf = lineFinder(text);
  return {
    project: project !== undefined,
    installable,
    ...(requiresPython === undefined ? {} : { requiresPython }),
    requirements: (project?.dependencies ?? []).flatMap(dependency => {
      const requirement = parseRequirement(dependency.trim());
      return requirement
        ? [{ ...requirement, file, line: lineOf(dependency) }]
        : [];
    })
  };
}

function read(text: string, file: string): z.infer<typeof Shape> {
  let data: unknown;
  try {
    data = parse(text);
  } catch (cause) {
    const line = (cause as { line?: unknown }).line;
    throw new Failed('unsupported-environment', `${file} is not valid TOML.`, {
      cause,
      file,
      ...(typeof line === 'number' ? { line } : {}),
      values: { file, reason: 'syntax' }
    });
  }
  const result = Shape.safeParse(data);
  if (!result.success) {
    const key = result.error.issues[0]?.path.join('.') ?? '';
    throw new Failed(
      'unsupported-environment',
      `${file} has a value of the wrong kind: ${key}.`,
      { file, values: { file, reason: 'syntax', key } }
    );
  }
  return result.data;
}

/**
 * Finds the lines of texts that are asked for in their order, in one pass. A
 * text that is written otherwise, with escapes, ends the search: later ones get
 * the line of the last that was found.
 */
function lineFinder(text: string): (part: string) => number {
  let at = 0;
  let line = 1;
  let lost = false;
  return part => {
    const next = lost ? -1 : text.indexOf(part, at);
    lost ||= next === -1;
    if (next !== -1) {
      line += text.slice(at, next).split('\n').length - 1;
      at = next;
    }
    return line;
  };
}
