import { repository, shortRef } from './format.ts';
import { visible } from '../projects/visible.ts';

test.each([
  ['a name that turns round', 'gnp.\u202Efdp', 'gnp.\\u{202E}fdp'],
  ['one that nobody sees', 'ocean\u200B', 'ocean\\u{200B}'],
  ['a filler', '\u3164', '\\u{3164}'],
  ['a control character', 'a\u0007b', 'a\\u{0007}b'],
  ['a joiner alone', 'a\u200D', 'a\\u{200D}'],
  ['a tag', 'a\u{E0041}', 'a\\u{E0041}']
])('%s is written out', (_, text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each([
  'Ozean',
  '海洋',
  'می\u200Cخواهم',
  '👩\u200D🔬',
  '👁️\u200D🗨️',
  '\u0600',
  'a\nb'
])('%s stays as it is', text => {
  expect(visible(text)).toBe(text);
});

test('repositories and refs are shown so', () => {
  const source = {
    url: 'https://git.test/ada/oc%E2%80%AEnaec',
    ...{ provider: 'git', spec: '', ref: '', commit: '' }
  };

  expect(repository(source)).toBe('ada/oc\\u{202E}naec');
  expect(shortRef('v1\u202E')).toBe('v1\\u{202E}');
});
