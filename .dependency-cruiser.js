/**
 * The layers of the code: a room (a folder) imports only from the rooms below
 * it in these lists, and no imports form a circle, types included
 * (docs/architecture.md).
 */
const COMPANION = [
  'site',
  'platforms',
  'api',
  'projects',
  'files',
  'switching',
  'builds',
  'gateway',
  'internal',
  'metrics',
  'events',
  'identity',
  'records',
  'drivers/(kubernetes|local)',
  'drivers/cluster',
  'drivers',
  'repositories',
  'volumes',
  'registry',
  'config',
  'programs',
  'store',
  'base',
  'contract'
];

const EXTENSION = [
  'lab',
  'home',
  'panel',
  'panel/(list|create|build|switch|trash)',
  'panel/parts',
  'hand-over',
  'words',
  'projects'
];

const TESTS = '[.]test[.]tsx?$|[.]cluster-test[.]ts$|/testing/';
/** The files directly in `extension/` that every room may import. */
const GROUND = '^extension/(tokens|volume-tokens|icons)[.]ts$';

/** Makes one rule for each room: it imports nothing from the rooms above. */
function floors(root, rooms) {
  const inside = room => {
    const within = rooms
      .filter(other => other.startsWith(`${room}/`))
      .map(other => `${other.slice(room.length + 1)}/`);
    const not = within.length > 0 ? `(?!${within.join('|')})` : '';
    return `^${root}/${room}/${not}`;
  };
  return rooms.map((room, index) => ({
    name: `${root.split('/')[0]}: ${room} looks up`,
    comment: 'A room uses the rooms below it; see docs/architecture.md.',
    severity: 'error',
    from: { path: inside(room), pathNot: TESTS },
    to: {
      path: [`^${root}/[^/]+$`, ...rooms.slice(0, index).map(inside)],
      pathNot: GROUND
    }
  }));
}

/** Forbids imports between rooms on one floor. */
function neighbours(root, names) {
  const path = `^${root}/(${names.join('|')})/`;
  return {
    name: `neighbours of ${root}`,
    comment: 'What two of them need belongs into a room below both.',
    severity: 'error',
    from: { path, pathNot: TESTS },
    to: { path, pathNot: `^${root}/$1/` }
  };
}

export default {
  forbidden: [
    {
      name: 'circle',
      comment: 'Of files that import each other none can be read first.',
      severity: 'error',
      from: {},
      to: { circular: true }
    },
    ...floors('companion/src', COMPANION),
    ...floors('extension', EXTENSION),
    {
      name: 'extension: tokens look up',
      comment: 'Tokens and icons are what everything else stands on.',
      severity: 'error',
      from: { path: GROUND },
      to: { path: '^extension/', pathNot: GROUND }
    },
    neighbours('companion/src/drivers', ['kubernetes', 'local']),
    neighbours('companion/src/builds', ['uv', 'binderhub']),
    neighbours('extension/panel', [
      'list',
      'create',
      'build',
      'switch',
      'trash'
    ])
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(lib|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] }
  }
};
