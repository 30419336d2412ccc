/**
 * The services that a cluster needs beside Kubernetes, in one small process:
 * volumes for claims, and names for services.
 */
import { createServer } from 'node:http';
import { ATTENDANT_PORT } from './attendance.ts';
import { credentials } from './identities.ts';
import { NameServer } from './name-server.ts';
import { API_SERVER, HOST } from './network.ts';
import { Provisioner } from './provisioner.ts';
import { request, watch } from './requests.ts';

const ended = new AbortController();
process.on('SIGTERM', () => {
  ended.abort();
  process.exit();
});

const api = {
  call: (path: string, call = {}) =>
    request(API_SERVER, credentials(), path, call),
  changes: (collection: string) =>
    watch(API_SERVER, credentials(), collection, ended.signal)
};

const names = new NameServer(api);
const provisioner = new Provisioner(api);
await provisioner.makeClasses();
await names.listen(HOST);
names.follow(ended.signal);
provisioner.follow(ended.signal);
createServer((_, answer) => answer.end('ready\n')).listen(ATTENDANT_PORT, HOST);
