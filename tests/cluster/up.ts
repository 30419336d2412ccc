/** Brings the cluster up; what runs already is left as it is. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { heading } from '../../scripts/steps.ts';
import { attendantAnswers, launchAttendant } from './attendance.ts';
import { quietly } from './commands.ts';
import { containerdAnswers, launchContainerd } from './containerd.ts';
import * as plane from './control-plane.ts';
import { KUBECONFIG, RUN } from './folders.ts';
import { makeIdentities } from './identities.ts';
import { ensureImage } from './images.ts';
import { kubeletAnswers, launchKubelet, nodeName } from './kubelet.ts';
import * as network from './network.ts';
import { logOf, type Process } from './processes.ts';
import { buildPrograms, programsFolder } from './programs.ts';
import { demandPort, launchRegistry, registryAnswers } from './registry.ts';
import { keep, readState, running, type State, writeState } from './state.ts';
import { until } from './waiting.ts';

/** Start all parts, wait until each is well, and return where they are. */
export async function up(options: { nodes: number }): Promise<State> {
  const programs = await buildPrograms();
  prepare();
  await Promise.all([startRegistry(), startControlPlane(programs)]);
  const nodes = Array.from({ length: options.nodes }, (_, index) => index + 1);
  await Promise.all(nodes.map(node => startNode(node, programs)));
  return finished();
}

function prepare(): void {
  mkdirSync(RUN, { recursive: true });
  makeIdentities();
  network.makeBridge([network.nodeAddress(1)]);
  const before = readState();
  writeState({
    processes: before?.processes ?? [],
    kubeconfig: KUBECONFIG,
    registry: network.REGISTRY,
    bridge: network.HOST,
    apiServer: network.API_SERVER,
    programs: programsFolder(),
    ready: before?.ready ?? false
  });
}

/** Start what builds images, which needs no Kubernetes. */
export async function startImages(): Promise<void> {
  prepare();
  await startRegistry();
}

async function startRegistry(): Promise<void> {
  const state = readState();
  await demandPort(state !== undefined && !!running(state, 'registry'));
  await started('registry', launchRegistry, registryAnswers);
  await startContainerd(1);
  // Every pod has a container of this image.
  await ensureImage('pause');
}

async function startControlPlane(programs: string): Promise<void> {
  heading('Starting etcd, the API server and its controllers');
  const launchServer = () => plane.launchApiServer(programs);
  const launchManager = () => plane.launchControllerManager(programs);
  await started('etcd', plane.launchEtcd, plane.etcdAnswers);
  await started('apiserver', launchServer, plane.apiServerAnswers);
  await Promise.all([
    started('controller-manager', launchManager, () =>
      plane.controllerAnswers(10257)
    ),
    started(
      'scheduler',
      () => plane.launchScheduler(programs),
      () => plane.controllerAnswers(10259)
    ),
    started('attendant', launchAttendant, attendantAnswers)
  ]);
}

async function startNode(node: number, programs: string): Promise<void> {
  heading(`Starting ${nodeName(node)}`);
  network.makeBridge([network.nodeAddress(node)]);
  await startContainerd(node);
  await started(
    `kubelet-${String(node)}`,
    () => launchKubelet(node, programs),
    () => kubeletAnswers(node)
  );
  if (node === 1) {
    // One proxy for the machine: all of its nodes share the rules.
    await started(
      'proxy',
      () => plane.launchProxy(programs),
      plane.proxyAnswers
    );
  }
  await until(
    () => waited(programs, 'condition=Ready', `node/${nodeName(node)}`),
    `${nodeName(node)} (see ${logOf(`kubelet-${String(node)}`)})`,
    60
  );
  await until(
    () => waited(programs, 'create', 'serviceaccount/default'),
    'the first service account',
    30
  );
}

/** True when the object met the condition within 10 s. */
function waited(programs: string, what: string, object: string): boolean {
  return quietly(join(programs, 'kubectl'), [
    ...['--kubeconfig', KUBECONFIG, 'wait', `--for=${what}`, object],
    '--timeout=10s'
  ]);
}

function startContainerd(node: number): Promise<void> {
  return started(
    `containerd-${String(node)}`,
    () => launchContainerd(node),
    () => containerdAnswers(node)
  );
}

/** Start a process unless it runs, and wait until it is well. */
async function started(
  name: string,
  launch: () => Process,
  answers: () => boolean | Promise<boolean>
): Promise<void> {
  await keep(name, launch);
  await until(answers, `${name} (see ${logOf(name)})`, 90);
}

function finished(): State {
  const state = readState();
  if (!state) {
    throw new Error('Somebody else took the cluster down meanwhile.');
  }
  const ready = { ...state, ready: true };
  writeState(ready);
  return ready;
}
