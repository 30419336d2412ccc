/** Commands and files that our image holds (deploy/image). */
export const OWN_IMAGE = {
  check: ['projects-check'],
  agent: ['projects-agent'],
  /** Copied into every server's pod: labextension, launcher, busybox. */
  files: '/opt/jupyterlab-projects/pod'
} as const;

/** Where those files are in a server's pod, read-only. */
export const MOUNT = '/opt/jupyterlab-projects';

export const LABEXTENSIONS = `${MOUNT}/share/jupyter/labextensions`;

/** A shell of our own, as the image may have none. */
const BUSYBOX = `${MOUNT}/bin/busybox`;
export const LAUNCH = [BUSYBOX, 'sh', `${MOUNT}/bin/launch`];
export const FILL = [BUSYBOX, 'sh', `${MOUNT}/bin/fill`];

export const PORTS = { server: 8888, agent: 8889 } as const;

/** Exit codes by which `launch` and `fill` say why they failed. */
export const LAUNCH_CODES = {
  full: 69,
  noJupyter: 90,
  noLab: 91,
  unreadable: 92,
  notCopied: 93
} as const;
