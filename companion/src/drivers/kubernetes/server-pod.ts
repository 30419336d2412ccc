import type { V1Pod } from '@kubernetes/client-node';
import { ANNOTATIONS, podName } from '../cluster/names.ts';
import { checkOf, notebook } from '../cluster/notebook.ts';
import {
  agentContainer,
  checkContainer,
  labels,
  rescueHome,
  userPod
} from '../cluster/pod-parts.ts';
import { mergePod } from '../cluster/pod-template.ts';
import { placement, profileOf } from '../cluster/profile.ts';
import type { PodContext } from '../cluster/volume-pods.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import { serverPath } from '../server-path.ts';

/** Make the pod of a server from the administrator's template and a plan. */
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
