import { companionUrl } from './companion-url.ts';

const page =
  (options: Record<string, string>) =>
  (name: string): string =>
    options[name] ?? '';

it.each([
  [
    'what the server says',
    { projectsCompanionUrl: '/services/projects/', hubPrefix: '/h/hub/' },
    '/services/projects/'
  ],
  ['the service of a Hub', { hubPrefix: '/hub/' }, '/services/projects/'],
  [
    'the service of a Hub on another host and path',
    { hubPrefix: '/jupyter/hub/', hubHost: 'https://hub.example' },
    'https://hub.example/jupyter/services/projects/'
  ],
  ['nothing', {}, null]
])('%s', (_, options, url) => {
  expect(companionUrl(page(options))).toBe(url);
});
