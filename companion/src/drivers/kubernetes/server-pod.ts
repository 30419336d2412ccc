import type { V1Pod } from '@kubernetes/client-node';
import type { Profile } from '../../config/kubernetes-settings.ts';
import type { LaunchPlan, ProjectPlan } from '../launch-plan.ts';
import { serverPath } from '../server-path.ts';
import { ANNOTATIONS, podName } from '../cluster/names.ts';
import { checkOf, notebook } from '../cluster/notebook.ts';
import type { NotebookContext } from '../cluster/notebook.ts';
import { FILL } from '../cluster/own-image.ts';
import { mergePod } from '../cluster/pod-template.ts';
import {
  agentContainer,
  checkContainer,
  environment,
  foreignContainer,
  labels,
  mounts,
  rescueHome,
  userPod
} from '../cluster/pod-parts.ts';

export const PROJECT_MANAGER = 'project-manager';

/**
 * What is free before a folder is filled. How much an image holds nobody knows
 * before it is copied, but a volume with less than this is as good as full.
 */
const LEAST = { bytes: 1_000_000, files: 16 };

export interface PodContext extends NotebookContext {
  /** Of this start alone: of its pod's name, and between companion and agent. */
  readonly generation: string;
  readonly secret: string;
}

/** The pod of a server: the administrator's template, and what a plan asks. */
export function serverPod(plan: LaunchPlan, context: PodContext): V1Pod {
  const { settings } = context;
  const { user, name } = plan.server;
  const profile = profileOf(plan, settings.profiles);
  const pod = userPod(settings, {
    name: podName(plan.server, context.generation),
    user,
    labels: labels('server', user, name),
    annotations: {
      [ANNOTATIONS.user]: user,
      [ANNOTATIONS.project]: plan.project,
      [ANNOTATIONS.image]: plan.image,
      [ANNOTATIONS.path]: serverPath(plan)
    },
    spec: {
      ...placement(profile),
      initContainers: [
        checkContainer(settings, { environment: checkOf(plan, context) })
      ],
      containers: [
        notebook(plan, settings, profile),
        agentContainer(settings, context.secret, plan.folder ?? undefined)
      ],
      ...(plan.folder === null ? { volumes: [rescueHome()] } : {})
    }
  });
  return mergePod(settings.podTemplate, pod);
}

/** The pod that fills a folder: the image beside an agent that publishes. */
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
          // Not through the image's ENTRYPOINT, which may do anything.
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

/** A pod for file work while no server of the user runs. */
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

function profileOf(
  { profile }: LaunchPlan,
  profiles: readonly Profile[]
): Profile | undefined {
  return profiles.find(({ id }) => id === profile) ?? profiles[0];
}

function placement(profile: Profile | undefined) {
  return {
    ...(profile && Object.keys(profile.nodeSelector).length > 0
      ? { nodeSelector: profile.nodeSelector }
      : {}),
    ...(profile && profile.tolerations.length > 0
      ? { tolerations: profile.tolerations }
      : {})
  };
}

function partialFolder(operation: string): string {
  return `.jupyterlab-projects/partial/${operation}`;
}

/** What a template adds to servers is not for pods that run none. */
function withoutContainers(
  template: Readonly<Record<string, unknown>>
): Readonly<Record<string, unknown>> {
  const { spec } = template;
  if (typeof spec !== 'object' || spec === null) {
    return template;
  }
  return { ...template, spec: { ...spec, containers: [] } };
}
