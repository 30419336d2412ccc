import { excludesMajor, isLocal, parseRequirements } from './requirements.ts';

const { signal } = new AbortController();

test('requirements are read with their lines and plain names', async () => {
  const text = [
    '# a comment',
    'Numpy ==2.0  # why',
    '',
    'scikit_learn[extra]>=1,<2; python_version > "3"',
    'six==1.0 \\',
    '    --hash=sha256:abc',
    'pandas (>=2)',
    'tool @ git+https://host.test/tool',
    'git+https://host.test/other#egg=other',
    '--index-url https://index.test/simple'
  ].join('\r\n');

  expect(await parseRequirements(text, signal)).toEqual({
    refers: false,
    requirements: [
      { name: 'numpy', specifier: '==2.0', line: 2 },
      { name: 'scikit-learn', specifier: '>=1,<2', line: 4 },
      { name: 'six', specifier: '==1.0', line: 5 },
      { name: 'pandas', specifier: '>=2', line: 7 },
      { name: 'tool', specifier: '@git+https://host.test/tool', line: 8 }
    ]
  });
});

test.each(['-r more.txt', '-c pins.txt', '-e .', '.', './sub', 'a @ file:sub'])(
  '%s says that the text alone does not decide',
  async line => {
    const { refers } = await parseRequirements(`six\n${line}\n`, signal);
    expect(refers).toBe(true);
  }
);

test('others get their turn while a long list is read', async () => {
  let turns = 0;
  const clock = setInterval(() => (turns += 1), 0);

  await parseRequirements('six\n'.repeat(200_000), signal);

  clearInterval(clock);
  expect(turns).toBeGreaterThan(10);
});

test('a long list is left when nobody waits for it any more', async () => {
  const gone = new AbortController();
  const read = parseRequirements('six\n'.repeat(200_000), gone.signal);
  gone.abort(new Error('gone'));

  await expect(read).rejects.toThrow('gone');
});

test.each([
  ['spaces', `six${' '.repeat(500_000)}\u2028`],
  ['comments', `six${' #'.repeat(250_000)}\u2028`],
  ['dashes', `s${'-'.repeat(500_000)}\u2028`],
  ['brackets', `six${'['.repeat(500_000)}\u2028`]
])(
  'one line of %s is read as fast as any other',
  async (_, line) => {
    const { requirements } = await parseRequirements(line, signal);
    expect(requirements.length).toBeLessThanOrEqual(1);
  },
  20_000
);

test.each([
  ['==3.6.8', true],
  ['>=3,<4', true],
  ['~=3.1', true],
  ['<4.0', true],
  ['<=3.9', true],
  ['', false],
  ['>=3', false],
  ['==4.1', false],
  ['<5', false],
  ['<4.1', false],
  ['!=3.0', false]
])('jupyterlab%s leaves out 4: %s', (specifier, excluded) => {
  expect(excludesMajor(specifier, 4)).toBe(excluded);
});

test.each([
  ['-e .', true],
  ['-e file:./sub', true],
  ['./sub', true],
  ['demo @ file:///x', true],
  ['six==1.0', false],
  ['tool @ git+https://host.test/tool', false]
])('%s is a folder: %s', (line, local) => {
  expect(isLocal(line)).toBe(local);
});
