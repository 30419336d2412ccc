import { project } from './project-answers.ts';
import { trashed } from './volume-answers.ts';

test('titles are for people to read, and names are what they are', () => {
  const spoofed = { id: 'p', name: 'a\u202Eb', title: 'a\u202Eb' };

  expect(project(spoofed)).toMatchObject({
    name: 'a\u202Eb',
    title: 'a\\u{202E}b'
  });
  expect(trashed(spoofed)).toMatchObject({
    name: 'a\u202Eb',
    title: 'a\\u{202E}b'
  });
});
