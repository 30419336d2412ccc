import { Failed } from '../base/errors.ts';
import type { ErrorCode } from '../contract/contract.ts';
import type { Ended } from '../programs/command.ts';

/** In order: the first pattern that git's last lines match tells the cause. */
const CAUSES: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [
    /no space left on device|disk quota exceeded/i,
    'disk-full',
    'The disk is full.'
  ],
  [
    // A server of plain files gives no single commit: maybe all its branches.
    /does not support shallow|not our ref|couldn't find remote ref|unadvertised object|no such remote ref/i,
    'ref-not-found',
    'The repository no longer has this commit.'
  ],
  [
    /could not read (username|password)|authentication failed|repository.*not found|not appear to be a git repository|does not exist|error: (401|403|404|410)/i,
    'source-not-found',
    'There is no public repository.'
  ],
  [
    /could not resolve|failed to connect|couldn't connect|timed out|timeout|connection|early eof|rpc failed|empty reply|ssl|tls|certificate|hung up|too slow|error: (429|5\d\d)/i,
    'network',
    'The git server does not answer.'
  ]
];

/** Tell why git failed, from its last lines. */
export function gitFailure({ tail, exitCode }: Ended): Failed {
  const text = tail.join('\n');
  const cause = CAUSES.find(([pattern]) => pattern.test(text));
  const [, code, detail] = cause ?? [
    undefined,
    'build-failed' as const,
    `git stopped with exit code ${String(exitCode)}.`
  ];
  return new Failed(code, detail, {
    values: {
      exitCode: String(exitCode),
      ...(cause ? {} : { git: lastWords(tail) })
    },
    logTail: tail.slice(-5),
    ...(code === 'network' ? { actions: ['retry'] } : {})
  });
}

/** Return the last line that git itself says; it may be cut. */
function lastWords(tail: readonly string[]): string {
  const line = tail.findLast(text => /^(fatal|error): /.test(text));
  return (line ?? '').replace(/^\w+: /, '').slice(0, 200);
}
