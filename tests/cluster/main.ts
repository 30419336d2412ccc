/** `npm run cluster up|down|status|programs|images`: a Kubernetes for tests. */
import { parseArgs } from 'node:util';
import { Missing } from '../../scripts/steps.ts';
import { down } from './down.ts';
import { LOGS } from './folders.ts';
import { ensureImage, IMAGE_NAMES, isImageName } from './images.ts';
import { locked } from './lock.ts';
import { NODES } from './kubelet.ts';
import { runs } from './processes.ts';
import { productImage } from './product-image.ts';
import { buildPrograms } from './programs.ts';
import { lacking } from './requirements.ts';
import { readState, type State, STATE_FILE } from './state.ts';
import { startImages, up } from './up.ts';

const USAGE = `npm run cluster up [-- --nodes N] | down | status | programs | images [NAME ...]
Images: ${IMAGE_NAMES.join(' ')}`;

// Debian keeps some of the programs where only root's login shell looks.
process.env.PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { nodes: { type: 'string', default: '1' } }
});

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  up: async () => {
    demand();
    tell(await locked('cluster', () => up({ nodes: wantedNodes() })));
  },
  down: () => locked('cluster', down),
  status: () => {
    const state = readState();
    if (!state) {
      console.log('No cluster runs.');
      process.exitCode = 1;
    } else {
      tell(state);
    }
    return Promise.resolve();
  },
  programs: async () => {
    demand();
    console.log(await buildPrograms());
  },
  images: async () => {
    demand();
    await locked('cluster', startImages);
    const all = positionals.length === 1;
    for (const name of wanted()) {
      console.log(`lab:${name} ${await ensureImage(name)}`);
    }
    if (all) {
      console.log(`the product ${await productImage()}`);
    }
  }
};

const command = COMMANDS[positionals[0] ?? ''];
if (!command) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    await command();
  } catch (error) {
    console.error(error instanceof Missing ? error.message : error);
    process.exitCode = 1;
  }
}

function demand(): void {
  const reason = lacking();
  if (reason !== undefined) {
    throw new Missing(reason);
  }
}

function wantedNodes(): number {
  const nodes = Number(values.nodes);
  if (!NODES.includes(nodes)) {
    throw new Missing(`A cluster has one to ${String(NODES.length)} nodes.`);
  }
  return nodes;
}

function wanted() {
  const names = positionals.slice(1);
  const unknown = names.filter(name => !isImageName(name));
  if (unknown.length > 0) {
    throw new Missing(
      `There is no image ${unknown.join(', ')}; there are ${IMAGE_NAMES.join(', ')}.`
    );
  }
  return names.length > 0 ? names.filter(isImageName) : IMAGE_NAMES;
}

function tell(state: State): void {
  for (const one of state.processes) {
    const what = runs(one) ? `runs as ${String(one.pid)}` : 'has ended';
    console.log(`${one.name} ${what}`);
  }
  console.log(`KUBECONFIG ${state.kubeconfig}`);
  console.log(`kubectl    ${state.programs}/kubectl`);
  console.log(`registry   ${state.registry}`);
  console.log(`bridge     ${state.bridge}`);
  console.log(`logs       ${LOGS}`);
  console.log(`state      ${STATE_FILE}${state.ready ? '' : ' (not ready)'}`);
}
