import { request } from 'node:http';
import { openUpstream, type Upstream } from '../testing/gateway.ts';
import { ConnectingAgent } from './connecting-agent.ts';

/** An address for documentation (RFC 5737): nobody is there. */
const NOWHERE = '192.0.2.1';

let agent: ConnectingAgent;
let upstream: Upstream | undefined;

beforeEach(() => {
  agent = new ConnectingAgent(100);
});

afterEach(async () => {
  agent.destroy();
  await upstream?.close();
  upstream = undefined;
});

/** The status of the answer, or why there is none. */
function ask(host: string, port: number): Promise<number | string> {
  return new Promise(resolve => {
    request({ host, port, agent })
      .once('response', answer => {
        resolve(answer.statusCode ?? 0);
      })
      .once('error', error => {
        resolve(error.message);
      })
      .end();
  });
}

it('gives up an address where nobody answers', async () => {
  // Where the machine knows no way there, the system says so at once.
  expect(await ask(NOWHERE, 80)).toMatch(/no connection|UNREACH|REFUSED/);
});

it('leaves a connection alone once it is there', async () => {
  upstream = await openUpstream((_req, res) => {
    setTimeout(() => res.end('late'), 300);
  });
  const { hostname, port } = new URL(upstream.target);

  expect(await ask(hostname, Number(port))).toBe(200);
});
