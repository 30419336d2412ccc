import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ACCEPT, ImageConfig, ImageIndex, ImageManifest } from './manifest.ts';
import { byDigest, isDigest } from './reference.ts';
import { imageNotFound, notARegistry } from './registry-errors.ts';
import { RegistryHttp } from './registry-http.ts';
import type { ImageReference } from './reference.ts';
import type { RegistryOptions } from './registry-http.ts';

export interface RegistryDeps extends RegistryOptions {
  /** The platform that is chosen from an index: `linux/amd64`. */
  readonly platform: string;
}

/** The facts of an image, known without reading its layers. */
export interface ImageDetails {
  /** Digest of the manifest of this platform. */
  readonly digest: string;
  readonly os: string;
  readonly architecture: string;
  readonly user: string;
  readonly workingDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Size of all layers, compressed: a pull moves no more. */
  readonly bytes: number;
}

/**
 * Asks registries about images. Fails with `image-unavailable` when a registry
 * lacks one, `forbidden` when it may not be read, and `unavailable` or
 * `network` when nothing is known because the registry is away.
 */
export class Registry {
  readonly #http: RegistryHttp;
  readonly #platform: string;

  constructor({ platform, ...options }: RegistryDeps) {
    this.#http = new RegistryHttp(options);
    this.#platform = platform;
  }

  /** Return the digest of the image that the name stands for now. */
  async digest(
    reference: ImageReference,
    signal: AbortSignal
  ): Promise<string> {
    const path = manifestPath(reference);
    const asked = { method: 'HEAD', path, accept: ACCEPT } as const;
    const { headers } = await this.#http.read(reference, asked, signal);
    const digest = headers.get('docker-content-digest');
    if (digest !== null && isDigest(digest)) {
      return digest;
    }
    const { body } = await this.#manifest(reference, signal);
    // Any other answer, say a page to sign in, is no image.
    parsed(z.union([ImageManifest, ImageIndex]), body, reference);
    return sha256(body);
  }

  async details(
    reference: ImageReference,
    signal: AbortSignal
  ): Promise<ImageDetails> {
    const { manifest, digest } = await this.#resolve(reference, signal);
    const path = `blobs/${manifest.config.digest}`;
    const { body } = await this.#http.read(
      reference,
      { method: 'GET', path, accept: '*/*' },
      signal
    );
    verify(reference, body, manifest.config.digest);
    return {
      digest,
      ...described(parsed(ImageConfig, body, reference)),
      bytes: manifest.layers.reduce((sum, { size }) => sum + size, 0)
    };
  }

  /** Read the manifest of our platform, also from the index of several. */
  async #resolve(
    reference: ImageReference,
    signal: AbortSignal
  ): Promise<{ manifest: z.infer<typeof ImageManifest>; digest: string }> {
    const { body } = await this.#manifest(reference, signal);
    const index = ImageIndex.safeParse(json(body, reference));
    if (!index.success) {
      const manifest = parsed(ImageManifest, body, reference);
      return { manifest, digest: sha256(body) };
    }
    const ours = index.data.manifests.find(
      ({ platform }) =>
        platform && `${platform.os}/${platform.architecture}` === this.#platform
    );
    if (!ours) {
      throw imageNotFound(reference);
    }
    const one = byDigest(reference, ours.digest);
    const found = await this.#manifest(one, signal);
    return {
      manifest: parsed(ImageManifest, found.body, one),
      digest: ours.digest
    };
  }

  async #manifest(
    reference: ImageReference,
    signal: AbortSignal
  ): Promise<{ body: Buffer }> {
    const path = manifestPath(reference);
    const asked = { method: 'GET', path, accept: ACCEPT } as const;
    const { body } = await this.#http.read(reference, asked, signal);
    if (reference.digest !== undefined) {
      verify(reference, body, reference.digest);
    }
    return { body };
  }
}

/** Return a manifest's path; the digest wins, as the tag may have moved. */
function manifestPath({ digest, tag }: ImageReference): string {
  return `manifests/${digest ?? tag ?? 'latest'}`;
}

function sha256(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

function verify(
  { registry = '' }: ImageReference,
  body: Buffer,
  digest: string
): void {
  if (sha256(body) !== digest) {
    throw notARegistry(registry, new Error('The digest does not fit.'));
  }
}

function json(body: Buffer, { registry = '' }: ImageReference): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw notARegistry(registry, cause);
  }
}

function parsed<T extends z.ZodType>(
  schema: T,
  body: Buffer,
  reference: ImageReference
): z.output<T> {
  const result = schema.safeParse(json(body, reference));
  if (!result.success) {
    throw notARegistry(reference.registry ?? '', result.error);
  }
  return result.data;
}

function described({
  os,
  architecture,
  config
}: z.infer<typeof ImageConfig>): Omit<ImageDetails, 'digest' | 'bytes'> {
  const { User, WorkingDir, Env, Entrypoint, Cmd } = config ?? {};
  return {
    ...{ os, architecture },
    user: User ?? '',
    workingDir: WorkingDir ?? '',
    environment: environmentOf(Env ?? []),
    entrypoint: Entrypoint ?? [],
    command: Cmd ?? []
  };
}

function environmentOf(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map(entry => {
      const equals = entry.indexOf('=');
      return equals < 0
        ? [entry, '']
        : [entry.slice(0, equals), entry.slice(equals + 1)];
    })
  );
}
