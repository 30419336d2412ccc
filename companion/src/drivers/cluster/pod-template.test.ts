import type { V1Pod } from '@kubernetes/client-node';
import { mergePod } from './pod-template.ts';

const OURS: V1Pod = {
  metadata: { name: 'ada-ocean-1', labels: { role: 'server' } },
  spec: {
    restartPolicy: 'Never',
    initContainers: [{ name: 'check', image: 'ours' }],
    containers: [
      {
        name: 'notebook',
        image: 'ocean',
        env: [{ name: 'HOME', value: '/home/jovyan' }],
        volumeMounts: [{ name: 'projects', mountPath: '/projects' }]
      }
    ],
    volumes: [{ name: 'projects', persistentVolumeClaim: { claimName: 'c' } }]
  }
};

test('without a template the pod is ours', () => {
  expect(mergePod({}, OURS)).toEqual(OURS);
});

test('containers, volumes and mounts of the administrator stay', () => {
  const merged = mergePod(
    {
      metadata: { labels: { team: 'sea' }, annotations: { cost: '1' } },
      spec: {
        initContainers: [{ name: 'block-metadata', image: 'iptables' }],
        containers: [
          { name: 'proxy', image: 'sidecar' },
          {
            name: 'notebook',
            env: [{ name: 'TEAM', value: 'sea' }],
            volumeMounts: [{ name: 'data', mountPath: '/data' }]
          }
        ],
        volumes: [{ name: 'data', emptyDir: {} }],
        tolerations: [{ key: 'lab' }]
      }
    },
    OURS
  );
  const { metadata, spec } = merged;
  expect(metadata?.labels).toEqual({ team: 'sea', role: 'server' });
  expect(metadata?.annotations).toEqual({ cost: '1' });
  const names = (list?: { name: string }[]) => list?.map(({ name }) => name);
  expect(names(spec?.initContainers)).toEqual(['block-metadata', 'check']);
  expect(names(spec?.containers)).toEqual(['proxy', 'notebook']);
  expect(names(spec?.volumes)).toEqual(['data', 'projects']);
  const notebook = spec?.containers[1];
  expect(names(notebook?.env)).toEqual(['TEAM', 'HOME']);
  expect(names(notebook?.volumeMounts)).toEqual(['data', 'projects']);
  expect(spec?.tolerations).toEqual([{ key: 'lab' }]);
});

test('what a server needs wins over the template', () => {
  const merged = mergePod(
    {
      metadata: { name: 'theirs' },
      spec: {
        restartPolicy: 'Always',
        containers: [
          {
            name: 'notebook',
            image: 'evil',
            volumeMounts: [{ name: 'other', mountPath: '/projects' }]
          }
        ]
      }
    },
    OURS
  );
  expect(merged.metadata?.name).toBe('ada-ocean-1');
  expect(merged.spec?.restartPolicy).toBe('Never');
  expect(merged.spec?.containers[0]?.image).toBe('ocean');
  expect(merged.spec?.containers[0]?.volumeMounts).toEqual(
    OURS.spec?.containers[0]?.volumeMounts
  );
});
