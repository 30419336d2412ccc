/** Images for tests: bytes that a registry takes for an image. */
import { createHash } from 'node:crypto';

export interface OciImage {
  readonly manifest: Buffer;
  readonly mediaType: string;
  readonly digest: string;
  /** By digest: the configuration and the layers. */
  readonly blobs: ReadonlyMap<string, Buffer>;
}

const IMAGE = 'application/vnd.oci.image';

export function ociImage(
  config: object = { os: 'linux', architecture: 'amd64' },
  layers: readonly string[] = ['a layer']
): OciImage {
  const blobs = new Map<string, Buffer>();
  const add = (text: string, mediaType: string) => {
    const bytes = Buffer.from(text);
    const digest = digestOf(bytes);
    blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const mediaType = `${IMAGE}.manifest.v1+json`;
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: add(JSON.stringify(config), `${IMAGE}.config.v1+json`),
      layers: layers.map(layer => add(layer, `${IMAGE}.layer.v1.tar`))
    })
  );
  return { manifest, mediaType, digest: digestOf(manifest), blobs };
}

/** Make an index of images by architecture. */
export function ociIndex(images: Readonly<Record<string, OciImage>>): OciImage {
  const mediaType = `${IMAGE}.index.v1+json`;
  const manifests = Object.entries(images).map(([architecture, image]) => ({
    mediaType: image.mediaType,
    digest: image.digest,
    size: image.manifest.length,
    platform: { os: 'linux', architecture }
  }));
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType, manifests })
  );
  return { manifest, mediaType, digest: digestOf(manifest), blobs: new Map() };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
