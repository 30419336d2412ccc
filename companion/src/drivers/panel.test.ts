import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkPanel, LABEXTENSION } from './panel.ts';

const PAGE = pageWith({ federated_extensions: [{ name: LABEXTENSION }] });
const { signal } = new AbortController();

function pageWith(config: object): string {
  const text = JSON.stringify(config);
  return `<html><script id="jupyter-config-data">${text}</script></html>`;
}

/** Check a server that answers these at the paths of the two files. */
async function check(answers: {
  readonly lab?: string;
  readonly manifest?: string;
}): Promise<void> {
  const site = createServer((req, res) => {
    const text = req.url === '/lab' ? answers.lab : answers.manifest;
    res.writeHead(text === undefined ? 404 : 200).end(text);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const { port } = site.address() as AddressInfo;
  const server = { url: `http://127.0.0.1:${String(port)}/`, token: 'secret' };
  try {
    await checkPanel(server, '1.2.3', signal);
  } finally {
    site.close();
    site.closeAllConnections();
  }
}

test('a server whose page loads our panel has it', async () => {
  await check({ lab: PAGE, manifest: '{"version": "1.2.3"}' });
});

test.each([
  [{}, 'JupyterLab answers 404 instead of its page.'],
  [{ lab: '<html></html>' }, 'does not load the Projects panel'],
  [{ lab: PAGE.replace('}', '') }, 'does not load the Projects panel'],
  [{ lab: pageWith({}) }, 'does not load the Projects panel'],
  [{ lab: PAGE }, 'answers 404 instead of the Projects panel'],
  [
    { lab: PAGE, manifest: '{"version": "1.2.2"}' },
    'another copy of the Projects panel (1.2.2 instead of 1.2.3)'
  ],
  [{ lab: PAGE, manifest: '{}' }, '(no version instead of 1.2.3)'],
  [{ lab: PAGE, manifest: '{' }, '(no version instead of 1.2.3)']
])('%j has not, and a sentence says why', async (answers, sentence) => {
  await expect(check(answers)).rejects.toMatchObject({
    name: 'PanelMissing',
    message: expect.stringContaining(sentence) as string
  });
});
