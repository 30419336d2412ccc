/** DNS for pods: the cluster's services, and nothing of the world outside. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { z } from 'zod';
import { type Api, follow } from './follower.ts';

const DOMAIN = 'svc.cluster.local';
const HEADER = 12;
const TYPE_A = 1;
const NO_SUCH_NAME = 3;

const Named = z.object({ name: z.string(), namespace: z.string() });

const Service = z.object({
  metadata: Named,
  spec: z.object({ clusterIP: z.string().optional() })
});

const Slice = z.object({
  metadata: Named.extend({
    labels: z.record(z.string(), z.string()).default({})
  }),
  addressType: z.string(),
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()),
        conditions: z.object({ ready: z.boolean().optional() }).optional()
      })
    )
    .nullish()
});
type Slice = z.infer<typeof Slice>;

export class NameServer {
  readonly #api: Api;
  readonly #socket: Socket = createSocket('udp4');
  /** Each service's address by `name.namespace`; a headless one has none. */
  readonly #services = new Map<string, string | undefined>();
  /** Each slice's service, and the addresses in it that are ready. */
  readonly #slices = new Map<string, { of: string; addresses: string[] }>();

  constructor(api: Api) {
    this.#api = api;
  }

  async listen(address: string): Promise<void> {
    this.#socket.on('message', (query, from) => {
      const answer = this.#answer(query);
      if (answer) {
        this.#socket.send(answer, from.port, from.address);
      }
    });
    this.#socket.bind(53, address);
    await once(this.#socket, 'listening');
  }

  follow(signal: AbortSignal): void {
    const slices = '/apis/discovery.k8s.io/v1/endpointslices';
    void follow(this.#api, '/api/v1/services', Service, signal, (one, gone) => {
      const key = `${one.metadata.name}.${one.metadata.namespace}`;
      const address = one.spec.clusterIP;
      if (gone) {
        this.#services.delete(key);
      } else {
        this.#services.set(key, address === 'None' ? undefined : address);
      }
    });
    void follow(this.#api, slices, Slice, signal, (slice, gone) => {
      const { name, namespace, labels } = slice.metadata;
      const service = labels['kubernetes.io/service-name'] ?? '';
      if (gone || slice.addressType !== 'IPv4') {
        this.#slices.delete(`${name}.${namespace}`);
      } else {
        this.#slices.set(`${name}.${namespace}`, {
          of: `${service}.${namespace}`,
          addresses: readyOnes(slice)
        });
      }
    });
  }

  #answer(query: Buffer): Buffer | undefined {
    const question = parseQuestion(query);
    if (!question) {
      return undefined;
    }
    const addresses = this.#addresses(question.name);
    const records =
      question.type === TYPE_A ? (addresses ?? []).map(recordOf) : [];
    const header = Buffer.from(query.subarray(0, HEADER));
    // An authoritative response; recursion is claimed, or resolvers complain.
    header.writeUInt16BE(0x8580 | (addresses ? 0 : NO_SUCH_NAME), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8);
    const asked = query.subarray(HEADER, question.end);
    return Buffer.concat([header, asked, ...records]);
  }

  /** Return [] for a service without pods, `undefined` for an unknown name. */
  #addresses(name: string): string[] | undefined {
    const key = name.endsWith(`.${DOMAIN}`)
      ? name.slice(0, -DOMAIN.length - 1)
      : undefined;
    if (key === undefined || !this.#services.has(key)) {
      return undefined;
    }
    const address = this.#services.get(key);
    return address === undefined
      ? [...this.#slices.values()]
          .filter(slice => slice.of === key)
          .flatMap(slice => slice.addresses)
      : [address];
  }
}

function readyOnes(slice: Slice): string[] {
  return (slice.endpoints ?? [])
    .filter(endpoint => endpoint.conditions?.ready !== false)
    .flatMap(endpoint => endpoint.addresses);
}

/** Parse the first question of a query, as resolvers send just one. */
function parseQuestion(
  query: Buffer
): { name: string; type: number; end: number } | undefined {
  const labels: string[] = [];
  let at = HEADER;
  for (;;) {
    const length = query[at];
    if (length === undefined || length > 63) {
      return undefined;
    }
    at += 1;
    if (length === 0) {
      break;
    }
    labels.push(query.toString('latin1', at, at + length));
    at += length;
  }
  return query.length < at + 4
    ? undefined
    : {
        name: labels.join('.').toLowerCase(),
        type: query.readUInt16BE(at),
        end: at + 4
      };
}

function recordOf(address: string): Buffer {
  const record = Buffer.alloc(16);
  // The name is that of the question; class IN, five seconds.
  record.writeUInt16BE(0xc000 | HEADER, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(5, 6);
  record.writeUInt16BE(4, 10);
  address.split('.').forEach((part, index) => {
    record.writeUInt8(Number(part), 12 + index);
  });
  return record;
}
