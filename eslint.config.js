import eslint from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import playwright from 'eslint-plugin-playwright';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TESTS = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/*.cluster-test.ts',
  '**/testing/**'
];

/** All that the panel may import: it also runs without a Lab (DESIGN.md 2). */
const PANEL_IMPORTS = [
  'react',
  'react-dom',
  '@jupyterlab/ui-components',
  '@jupyterlab/apputils',
  '@jupyterlab/services',
  '@jupyterlab/translation',
  '@jupyterlab/coreutils',
  '@lumino/*'
];

const SQL = {
  selector:
    'CallExpression[callee.property.name=/^(selectFrom|insertInto|updateTable|deleteFrom)$/]',
  message: 'SQL is in records/ only: each table has one owner there.'
};

const MESSAGES = ['name', 'property.name'].map(name => ({
  selector: `CallExpression[callee.property.name=/^(includes|match|startsWith|endsWith|search|indexOf)$/][callee.object.${name}=/^(message|detail)$/]`,
  message: 'A message is for people: decide by a code or a state.'
}));

const OF_PLATFORMS =
  'Places differ in the Platform (platforms/platform.ts): add to it, and ask no name.';
const PLATFORMS = [
  'MemberExpression[property.name="name"][object.name="driver"]',
  'MemberExpression[property.name="name"][object.property.name="driver"]',
  'MemberExpression[object.name="config"][property.name=/^(driver|builder|kubernetes|local|uv|binderhub)$/]:not([parent.type="Property"])',
  'VariableDeclarator[init.name="config"] > ObjectPattern > Property[key.name=/^(driver|builder|kubernetes|local|uv|binderhub)$/]'
].map(selector => ({ selector, message: OF_PLATFORMS }));

export default tseslint.config(
  {
    ignores: [
      '**/lib/',
      '**/dist/',
      'labextension/',
      '**/node_modules/',
      '.tool/',
      '**/test-results/',
      '**/playwright-report/'
    ]
  },
  eslint.configs.recommended,
  {
    // A comment has a verb, or is a noun: "Whether it runs" says neither.
    rules: {
      'no-warning-comments': [
        'error',
        {
          terms: ['what', 'who', 'whoever', 'whether'],
          location: 'start',
          decoration: ['*', '/']
        }
      ]
    }
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      ...tseslint.configs.stylisticTypeChecked
    ],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // The cluster's client declares classes for what are plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-redeclare': 'off',
      'no-redeclare': 'off',
      '@typescript-eslint/no-namespace': 'off',
      'max-lines': ['error', { max: 250 }],
      'max-depth': ['error', 3],
      complexity: ['error', 10],
      'no-console': 'error'
    }
  },
  {
    files: ['companion/**/*.ts'],
    ignores: ['companion/src/api/router.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          name: '@koa/router',
          message: 'Its routers ignore letter case: take newRouter.',
          allowTypeImports: true
        }
      ]
    }
  },
  {
    files: ['companion/src/**/*.ts'],
    ignores: ['companion/src/{records,store}/**', ...TESTS],
    rules: { 'no-restricted-syntax': ['error', SQL, ...MESSAGES] }
  },
  {
    // All but the programs, which choose a platform, and those that make one.
    files: ['companion/src/*/**/*.ts'],
    ignores: [
      'companion/src/{records,store,platforms,config}/**',
      'companion/src/builds/binderhub/**',
      ...TESTS
    ],
    rules: {
      'no-restricted-syntax': ['error', SQL, ...MESSAGES, ...PLATFORMS]
    }
  },
  {
    // These files may read messages: the failures they explain have no code.
    files: [
      'companion/src/builds/binderhub/build-failure.ts',
      'companion/src/drivers/cluster/*-cause.ts'
    ],
    rules: { 'no-restricted-syntax': ['error', SQL] }
  },
  {
    files: ['extension/**/*.ts', 'extension/**/*.tsx'],
    plugins: { jupyter, 'react-hooks': reactHooks },
    rules: {
      ...jupyter.configs?.recommended?.rules,
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^jupyterlab-projects-companion(?!/contract$)',
              message: 'The extension sees the contract only.'
            },
            { regex: 'companion/src', message: 'Import the package, as types.' }
          ]
        }
      ]
    }
  },
  {
    files: ['extension/{panel,words,projects}/**'],
    ignores: TESTS,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(?!\\.|(${PANEL_IMPORTS.map(name => name.replace('*', '.*')).join('|')})$|jupyterlab-projects-companion/contract$)`,
              message: 'The panel also runs on the home page, without a Lab.'
            }
          ]
        }
      ]
    }
  },
  {
    files: ['ui-tests/**/*.ts'],
    ...playwright.configs['flat/recommended']
  },
  {
    files: ['scripts/**', 'bench/**', 'tests/**', 'ui-tests/**'],
    rules: { 'no-console': 'off' }
  },
  {
    files: [...TESTS, 'ui-tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        require: 'readonly',
        globalThis: 'readonly',
        window: 'readonly',
        document: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Event: 'readonly',
        HTMLDialogElement: 'readonly'
      }
    }
  }
);
