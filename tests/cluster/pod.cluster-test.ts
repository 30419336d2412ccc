import { type Cluster, type Namespace, useCluster } from './cluster.ts';

const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'home' },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } }
  }
};

function labPod(name: string, image: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsUser: 1000, runAsGroup: 1000 },
      initContainers: [
        {
          name: 'copy',
          image,
          // Makes the folder first: the kubelet would make a subPath's as root.
          command: ['sh', '-c', `cp -a "$REPO_DIR" /seed/${name}`],
          volumeMounts: [{ name: 'home', mountPath: '/seed' }]
        }
      ],
      containers: [
        {
          name: 'notebook',
          image,
          args: [
            'jupyter',
            'lab',
            '--ip=0.0.0.0',
            '--IdentityProvider.token=t'
          ],
          readinessProbe: {
            httpGet: { path: '/login', port: 8888 },
            periodSeconds: 1
          },
          volumeMounts: [
            { name: 'home', mountPath: '/home/jovyan', subPath: name }
          ]
        }
      ],
      volumes: [{ name: 'home', persistentVolumeClaim: { claimName: 'home' } }]
    }
  };
}

describe('a pod of lab:base on a dynamic claim', () => {
  let cluster: Cluster;
  let space: Namespace;
  let address: string;

  beforeAll(async () => {
    cluster = await useCluster();
    space = await cluster.namespace('smoke');
    const image = await cluster.image('base');
    await space.kubectl(['apply', '-f', '-'], CLAIM);
    const begun = performance.now();
    await space.kubectl(['apply', '-f', '-'], labPod('first', image));
    await space.kubectl([
      ...['wait', '--for=condition=Ready', 'pod/first', '--timeout=90s']
    ]);
    console.log(
      `Ready after ${((performance.now() - begun) / 1000).toFixed(1)} s`
    );
    address = await space.kubectl([
      ...['get', 'pod', 'first', '-o', 'jsonpath={.status.podIP}']
    ]);
  });

  afterAll(() => space.remove());

  it('answers the host on its own address, with the files of its folder', async () => {
    const answer = await fetch(
      `http://${address}:8888/api/contents/README.md?token=t`
    );

    expect(await answer.json()).toMatchObject({
      content: '# A small repository\n'
    });
  });

  it('tells its log', async () => {
    expect(await space.kubectl(['logs', 'first', '-c', 'notebook'])).toContain(
      'Jupyter Server'
    );
  });

  it('runs a program for kubectl exec, as jovyan in his home', async () => {
    const said = await space.kubectl([
      ...['exec', 'first', '-c', 'notebook', '--'],
      ...['sh', '-c', 'id -u; pwd; ls -A']
    ]);

    expect(said.split('\n')).toEqual(
      expect.arrayContaining(['1000', '/home/jovyan', '.git', 'first.ipynb'])
    );
  });

  it('reaches another pod by the name of its service', async () => {
    await space.kubectl([
      ...['expose', 'pod', 'first', '--name=lab', '--port=80'],
      '--target-port=8888'
    ]);
    const script = `
import time, urllib.request
for _ in range(100):
    try:
        print(urllib.request.urlopen('http://lab/api', timeout=2).read().decode())
        break
    except OSError as error:
        last = error
        time.sleep(0.1)
else:
    raise last
`;

    const said = await space.kubectl([
      ...['exec', 'first', '-c', 'notebook', '--', 'python3', '-c', script]
    ]);

    expect(said).toContain('version');
  });

  it('reaches the host on the bridge', async () => {
    const said = await space.kubectl([
      ...['exec', 'first', '-c', 'notebook', '--', 'python3', '-c'],
      `import urllib.request; print(urllib.request.urlopen('http://${cluster.registry}/v2/').status)`
    ]);

    expect(said.trim()).toBe('200');
  });
});
