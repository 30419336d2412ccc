/** A BinderHub whose builds are a recording, and whose images really exist. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  bodyOf,
  recording
} from '../../companion/src/testing/binderhub-server.ts';

export interface RecordedBinderHub {
  readonly url: string;
  /** Set the `repository:tag` that a build of this repository ends with. */
  image(repository: string, name: string): void;
  close(): Promise<void>;
}

const RECORDED = /127\.0\.0\.1:5000\/[^"\\ ]+/g;

export async function startRecordedBinderHub(
  host: string
): Promise<RecordedBinderHub> {
  const images = new Map<string, string>();
  const stream = bodyOf(recording('02-first-build-ok')).toString();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const built = [...images].find(([name]) => path.includes(name));
    if (!path.startsWith('/build/')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(
      built
        ? stream.replace(RECORDED, built[1])
        : 'data: {"phase": "failed", "message": "no such repository\\n"}\n\n'
    );
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${String(port)}`,
    image: (repository, name) => {
      images.set(repository, name);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    }
  };
}
