/** The pods that the driver makes with the settings of `deploy-overlay`. */
import { Kubernetes } from '../../companion/src/config/kubernetes-settings.ts';
import {
  filesPod,
  fillPod
} from '../../companion/src/drivers/cluster/volume-pods.ts';
import { serverPod } from '../../companion/src/drivers/kubernetes/server-pod.ts';
import { USERS } from './deployment.ts';

const USER = 'Ada@example.org';

export function driversPods(): [string, object][] {
  const settings = {
    ...Kubernetes.parse({ namespace: USERS }),
    image: 'registry.test/projects:1'
  };
  const context = {
    settings,
    companionUrl: '/services/projects/',
    generation: 'abcde',
    secret: 'of-this-launch-alone'
  };
  const plan = {
    server: { user: USER, name: 'penguins' },
    project: 'p1',
    slug: 'penguins',
    image: 'registry.test/penguins:1',
    folder: 'penguins',
    seed: true,
    newVolume: true,
    token: 'of-the-server',
    environment: { BINDER_REPO_URL: 'https://git.test/ada/penguins' }
  };
  return [
    ['a server', serverPod(plan, context)],
    ['a fill', fillPod(plan, 'operation', context)],
    ['files', filesPod(USER, context)]
  ];
}
