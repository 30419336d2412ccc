import type { V1Pod } from '@kubernetes/client-node';
import type { ProjectPlan } from '../launch-plan.ts';
import { ANNOTATIONS, podName } from './names.ts';
import type { NotebookContext } from './notebook.ts';
import { FILL } from './own-image.ts';
import { mergePod } from './pod-template.ts';
import {
  agentContainer,
  checkContainer,
  environment,
  foreignContainer,
  labels,
  mounts,
  userPod
} from './pod-parts.ts';
import { placement, profileOf } from './profile.ts';

export const PROJECT_MANAGER = 'project-manager';

/**
 * The least free space to fill a folder. The size of an image is not known
 * before it is copied, but a volume with less than this is as good as full.
 */
const LEAST = { bytes: 1_000_000, files: 16 };

export interface PodContext extends NotebookContext {
  /** New for each start: a part of the pod's name, and the agent's secret. */
  readonly generation: string;
  readonly secret: string;
}

/** Make the pod that fills a folder: the image copies, an agent publishes. */
export function fillPod(
  plan: ProjectPlan,
  operation: string,
  context: PodContext
): V1Pod {
  const { settings } = context;
  const { user, name } = plan.server;
  const profile = profileOf(plan, settings.profiles);
  const target = `/fill/${operation}`;
  const pod = userPod(settings, {
    name: podName(plan.server, context.generation),
    user,
    labels: labels('fill', user, name),
    annotations: {
      [ANNOTATIONS.user]: user,
      [ANNOTATIONS.project]: plan.project,
      [ANNOTATIONS.image]: plan.image
    },
    spec: {
      ...placement(profile),
      initContainers: [
        checkContainer(settings, {
          environment: {
            CHECK_FOLDER: plan.folder,
            CHECK_OPERATION: operation,
            CHECK_NEEDS_BYTES: String(LEAST.bytes),
            CHECK_NEEDS_FILES: String(LEAST.files)
          }
        })
      ],
      containers: [
        foreignContainer({
          name: PROJECT_MANAGER,
          image: plan.image,
          // The image's ENTRYPOINT is left out: it may do anything.
          command: [...FILL],
          env: environment({ FILL_TARGET: target }),
          volumeMounts: [
            mounts.files(),
            mounts.folder(target, partialFolder(operation))
          ]
        }),
        agentContainer(settings, context.secret)
      ]
    }
  });
  return mergePod(withoutContainers(settings.podTemplate), pod);
}

/** Make a pod for file work while no server of the user runs. */
export function filesPod(user: string, context: PodContext): V1Pod {
  const { settings } = context;
  const pod = userPod(settings, {
    name: podName({ user, name: 'files' }, context.generation),
    user,
    labels: labels('files', user),
    annotations: { [ANNOTATIONS.user]: user },
    spec: { containers: [agentContainer(settings, context.secret)] }
  });
  return mergePod(withoutContainers(settings.podTemplate), pod);
}

function partialFolder(operation: string): string {
  return `.jupyterlab-projects/partial/${operation}`;
}

/** Drop the template's containers: they are for pods that run a server. */
function withoutContainers(
  template: Readonly<Record<string, unknown>>
): Readonly<Record<string, unknown>> {
  const { spec } = template;
  if (typeof spec !== 'object' || spec === null) {
    return template;
  }
  return { ...template, spec: { ...spec, containers: [] } };
}
