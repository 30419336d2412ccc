import { createDocument } from 'zod-openapi';
import { z } from 'zod';
import * as contract from '../contract/contract.ts';
import { paths } from './operation.ts';

const describedAt = (
  base: string
) => `The service behind the Projects panel. All paths are below \
\`${base}\`. Requests are strict, answers may gain fields. Every \
POST takes an \`Idempotency-Key\`, kept for 24 h. An error is a Problem, as \
\`application/problem+json\`, with a \`code\` to branch on.`;

/** The contract as OpenAPI 3.1; `docs/openapi.json` is this, formatted. */
export function openApi(base = contract.BASE): object {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Projects for JupyterLab',
      version: 'v1',
      description: describedAt(base),
      license: { name: 'BSD-3-Clause', identifier: 'BSD-3-Clause' }
    },
    servers: [{ url: base }],
    security: [{ token: [] }],
    paths: paths(),
    components: {
      schemas: schemas(),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of the companion; `token T` means the same.'
        },
        ticket: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`Ticket <ticket of the switch>`: reads that switch.'
        }
      }
    }
  });
}

/** Everything that the contract names, under its own name. */
function schemas(): Record<string, z.ZodType> {
  const named = Object.entries<unknown>(contract).flatMap(([name, schema]) =>
    schema instanceof z.ZodType ? [[name, schema] as const] : []
  );
  return Object.fromEntries(named);
}
