import { z } from 'zod';

export const INDEX = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json'
] as const;

export const MANIFEST = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json'
] as const;

/** Sent with every request: without the index, a registry picks a manifest. */
export const ACCEPT = [...MANIFEST, ...INDEX].join(', ');

const Descriptor = z.object({
  digest: z.string(),
  size: z.number(),
  platform: z.object({ os: z.string(), architecture: z.string() }).optional()
});

/** One image for each platform. */
export const ImageIndex = z.object({ manifests: z.array(Descriptor) });

export const ImageManifest = z.object({
  config: Descriptor,
  layers: z.array(Descriptor)
});

const Words = z.array(z.string()).nullish();

/** The parts that we read of an image's configuration, by Docker's names. */
export const ImageConfig = z.object({
  os: z.string(),
  architecture: z.string(),
  config: z
    .object({
      User: z.string().nullish(),
      WorkingDir: z.string().nullish(),
      Env: Words,
      Entrypoint: Words,
      Cmd: Words
    })
    .nullish()
});
