/**
 * `npm run bench:scale`: the API server is a stand-in, as are the agents and the
 * registry. `npm run bench:cluster scale` asks a real API server.
 */
import { runBenchmarks } from '../command.ts';
import { openApiServer } from './api-server.ts';
import { scale } from './scale.ts';

await runBenchmarks({ scale: scale(openApiServer) }, 'scale.json');
