import fc from 'fast-check';
import { FolderName } from '../contract/contract.ts';
import { freeName, suggestName, suggestTitle } from './names.ts';

test.each([
  ['https://host.test/ada/Ocean-Heat', 'Ocean-Heat', 'ocean-heat'],
  ['https://host.test/group/sub/demo.git', 'demo', 'demo'],
  ['https://host.test/ada/My%20Data/', 'My Data', 'my-data'],
  ['https://host.test/ada/.dotfiles', '.dotfiles', 'dotfiles'],
  ['https://host.test/%E0%A4%A/%ff', '%ff', 'ff'],
  ['https://host.test/', 'Project', 'project']
])('%s is called %j in the folder %j', (url, title, name) => {
  expect(suggestTitle(url)).toBe(title);
  expect(suggestName(suggestTitle(url))).toBe(name);
});

test('a taken folder name gets the next free number', () => {
  expect(freeName('demo', new Set())).toBe('demo');
  expect(freeName('demo', new Set(['demo', 'demo-2']))).toBe('demo-3');
});

test('no character is halved where a long name is cut', () => {
  const name = `${'a'.repeat(60)}🌊`;
  expect(freeName(name, new Set([name]))).toBe(`${name}-2`);
});

test('whatever the title, the folder is one that may be made', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 120 });
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 12 }), (title, others) => {
      const taken = new Set<string>();
      for (let n = 0; n <= others; n++) {
        const name = freeName(suggestName(title), taken);
        expect(FolderName.safeParse(name).success).toBe(true);
        expect(taken.has(name)).toBe(false);
        taken.add(name);
      }
    })
  );
});
