import { z } from 'zod';
import { Text } from './values.ts';

/** A quantity of Kubernetes: `500m`, `2Gi`; or a plain number. */
const Quantity = z
  .union([z.string(), z.number()], 'must be a quantity')
  .transform(String)
  .refine(
    text => /^\d+(\.\d+)?([numkKMGTPE]i?|e\d+)?$/.test(text),
    'must be a quantity such as 500m or 2Gi'
  );
const Quantities = z.record(z.string(), Quantity);

/** Resources that an administrator offers to projects. */
const Profile = z.strictObject({
  id: z
    .string('must be text')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters and digits'),
  label: Text,
  /** CPU, memory, and whatever nodes offer: `nvidia.com/gpu`. */
  requests: Quantities.default({}),
  limits: Quantities.default({}),
  nodeSelector: z.record(z.string(), z.string()).default({}),
  tolerations: z.array(z.record(z.string(), z.unknown())).default([])
});
export type Profile = z.infer<typeof Profile>;

const Claim = z.strictObject({
  /** `{user}` is the user's slug. An existing claim of this name is adopted. */
  name: z
    .string('must be text')
    .refine(
      text => text.includes('{user}'),
      'must contain {user}: each user has a volume of their own'
    )
    .default('projects-{user}'),
  size: Quantity.prefault('10Gi'),
  storageClass: Text.optional(),
  accessMode: z
    .enum(['ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'])
    .default('ReadWriteOnce'),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({})
});

/** All settings of the `kubernetes` driver. */
export const Kubernetes = z.strictObject({
  /** A kubeconfig file; without it the pod's own service account is used. */
  kubeconfig: Text.optional(),
  /** The namespace of users' pods and claims. */
  namespace: Text.default('projects-users'),
  /** Our own image, for the agent and the check. */
  image: Text.optional(),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent']).default('IfNotPresent'),
  pullSecrets: z.array(Text).default([]),
  claim: Claim.prefault({}),
  /** Any `V1Pod`; the needs of a server are merged over it, lists by name. */
  podTemplate: z.record(z.string(), z.unknown()).default({}),
  profiles: z.array(Profile).default([]),
  strategy: z.enum(['auto', 'overlap', 'recreate']).default('auto'),
  /** How servers see all projects: writable, read-only, or not at all. */
  projectsMount: z.enum(['rw', 'ro', 'none']).default('rw'),
  /** Where the active project's folder is mounted. */
  home: z.string('must be text').startsWith('/').default('/home/jovyan'),
  uid: z.int().min(1).default(1000),
  gid: z.int().min(1).default(100),
  /** An image that surely starts, for the rescue server. */
  rescueImage: Text.optional(),
  /** The longest wait for an API server that does not answer. */
  outageMs: z.int().min(0).default(60_000),
  /** How long a files pod stays after its last use. */
  filesPodMs: z.int().min(0).default(120_000)
});
export type Kubernetes = z.infer<typeof Kubernetes>;
