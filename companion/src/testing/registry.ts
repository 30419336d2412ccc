/** Debian's docker-registry on loopback, for tests, and a push to it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OciImage } from './oci-image.ts';

export interface RealRegistry {
  readonly url: string;
  push(repository: string, tag: string, image: OciImage): Promise<void>;
  close(): Promise<void>;
}

export async function startRegistry(): Promise<RealRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  const config = join(folder, 'config.json');
  await writeFile(
    config,
    JSON.stringify({
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(folder, 'images') } },
      http: { addr: '127.0.0.1:0' }
    })
  );
  const child = spawn('docker-registry', ['serve', config], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error(`docker-registry ended: ${said}`));
    });
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString();
      const address = /listening on (127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (address !== undefined) {
        resolve(`http://${address}`);
      }
    });
  });
  return {
    url,
    push: (repository, tag, image) => push(url, repository, tag, image),
    close: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    }
  };
}

async function push(
  url: string,
  repository: string,
  tag: string,
  { manifest, mediaType, blobs }: OciImage
): Promise<void> {
  for (const [digest, bytes] of blobs) {
    const begun = await send(`${url}/v2/${repository}/blobs/uploads/`, 'POST');
    const upload = new URL(begun.headers.get('location') ?? '', url);
    upload.searchParams.set('digest', digest);
    await send(upload, 'PUT', 'application/octet-stream', bytes);
  }
  const place = `${url}/v2/${repository}/manifests/${tag}`;
  await send(place, 'PUT', mediaType, manifest);
}

async function send(
  url: string | URL,
  method: string,
  type?: string,
  body?: Buffer
): Promise<Response> {
  const response = await fetch(url, {
    method,
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    ...(body === undefined ? {} : { body: new Uint8Array(body) })
  });
  if (!response.ok) {
    throw new Error(`${method} ${String(url)}: ${String(response.status)}`);
  }
  return response;
}
