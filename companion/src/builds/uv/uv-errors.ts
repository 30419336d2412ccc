import { Failed } from '../../base/errors.ts';
import type { FailedOptions } from '../../base/errors.ts';
import type { Ended } from '../../programs/command.ts';
import { normalise } from './requirements.ts';
import type { Requirement } from './requirements.ts';

type Named = Requirement & { readonly file: string };

const NAME = '([A-Za-z0-9](?:[\\w.-]*[A-Za-z0-9])?)(?:\\[[^\\]]*\\])?';
const NO_VERSION = new RegExp(
  `there (?:is|are) no versions? of ${NAME}([=<>!~][^\\s,]*)`
);
const ONLY = new RegExp(
  `only ${NAME}([=<>!~][^\\s]*) (?:is|are) available and you require ${NAME}([^\\s,]+)`
);
const UNKNOWN = new RegExp(`${NAME} was not found in the package registry`);
const NETWORK =
  /error sending request|dns error|failed to (?:lookup|connect)|connection (?:refused|reset|closed)|timed? ?out|tcp connect|certificate|status (?:code )?(?:server error )?\(?(?:429|5\d\d)/i;

/** Return why uv failed, from its last lines and the requirements. */
export function uvFailure(
  ended: Ended,
  requirements: readonly Named[]
): Failed {
  const text = ended.tail.join('\n');
  if (/os error (28|122)\b|no space left|quota exceeded/i.test(text)) {
    return new Failed('disk-full', 'The disk is full.', {
      actions: ['free-space']
    });
  }
  if (/no solution found/i.test(text)) {
    return unsolvable(ended, requirements);
  }
  if (NETWORK.test(text)) {
    return new Failed('network', 'The package index does not answer.', {
      logTail: ended.tail.slice(-5),
      actions: ['retry', 'view-log']
    });
  }
  return stopped(ended);
}

function unsolvable(ended: Ended, requirements: readonly Named[]): Failed {
  const text = ended.tail.join(' ').replace(/\s+/g, ' ');
  const { name, version, newest } = missing(text);
  const named = requirements.find(
    requirement => name !== undefined && requirement.name === normalise(name)
  );
  // A missing version deep inside an explanation is one of many reasons.
  if (name === undefined || (!named && version !== undefined)) {
    return conflict(ended, requirements);
  }
  return requirementNotFound(name, version, newest, {
    ...(named ? { file: named.file, line: named.line } : {}),
    logTail: ended.tail.slice(-5)
  });
}

/** Find the package that uv does not find: `version` has its operator. */
function missing(text: string): {
  name?: string | undefined;
  version?: string | undefined;
  newest?: string | undefined;
} {
  const only = ONLY.exec(text);
  if (only) {
    const newest = /[=<]=?([\w.!+]+)$/.exec(only[2] ?? '')?.[1];
    return { name: only[1], version: only[4], newest };
  }
  const [, name, version] = NO_VERSION.exec(text) ?? UNKNOWN.exec(text) ?? [];
  return { name, version };
}

/** Return the failure of a requirement that no index has, with hints for it. */
export function requirementNotFound(
  name: string,
  version: string | undefined,
  newest: string | undefined,
  where: Pick<FailedOptions, 'file' | 'line' | 'logTail'>
): Failed {
  const plain = version?.replace(/^=+/, '');
  const latest = newest === undefined ? '' : ` The newest is ${newest}.`;
  return new Failed(
    'requirement-not-found',
    plain === undefined
      ? `There is no package ${name}.`
      : `${name} has no version ${plain}.${latest}`,
    {
      ...where,
      values: {
        package: name,
        ...(plain === undefined ? {} : { version: plain }),
        ...(newest === undefined ? {} : { newest })
      },
      actions: ['view-log', 'retry']
    }
  );
}

function conflict(ended: Ended, requirements: readonly Named[]): Failed {
  const text = ended.tail.join(' ');
  const mentioned = new Set(
    [...text.matchAll(/[A-Za-z0-9][\w.-]*(?=[=<>!~[\s,])/g)].map(([word]) =>
      normalise(word)
    )
  );
  const packages = [
    ...new Set(
      requirements
        .map(({ name }) => name)
        .filter(required => mentioned.has(required))
    )
  ];
  const first = requirements.find(({ name }) => packages.includes(name));
  const python = /Python([<>=~!]=?[\d.,<>=*]+)/.exec(text)?.[1];
  return new Failed(
    'requirements-conflict',
    packages.length > 0
      ? `These requirements cannot be installed together: ${packages.join(', ')}.`
      : 'The requirements cannot be installed together.',
    {
      values: {
        packages: packages.join(', '),
        ...(python === undefined ? {} : { python })
      },
      ...(first ? { file: first.file, line: first.line } : {}),
      logTail: ended.tail.slice(-8),
      actions: ['view-log', 'retry']
    }
  );
}

function stopped({ tail, exitCode }: Ended): Failed {
  return new Failed(
    'build-failed',
    `The build stopped with exit code ${String(exitCode)}.`,
    {
      values: { exitCode: String(exitCode) },
      logTail: tail.slice(-5),
      actions: ['view-log', 'retry']
    }
  );
}
