/** What our image holds, and where it is put in pods (deploy/image). */
export const OWN_IMAGE = {
  check: ['projects-check'],
  agent: ['projects-agent'],
  /** Copied into every server's pod: labextension, launcher, busybox. */
  files: '/opt/jupyterlab-projects/pod'
} as const;

/** Where those files are in a server's pod, read-only. */
export const MOUNT = '/opt/jupyterlab-projects';

export const LABEXTENSIONS = `${MOUNT}/share/jupyter/labextensions`;

/** The shell that the image brings, or not, is not asked for. */
const BUSYBOX = `${MOUNT}/bin/busybox`;
export const LAUNCH = [BUSYBOX, 'sh', `${MOUNT}/bin/launch`];
export const FILL = [BUSYBOX, 'sh', `${MOUNT}/bin/fill`];

export const PORTS = { server: 8888, agent: 8889 } as const;

/** How `launch` and `fill` say what an image lacks. */
export const LAUNCH_CODES = {
  full: 69,
  noJupyter: 90,
  noLab: 91,
  unreadable: 92,
  notCopied: 93
} as const;
