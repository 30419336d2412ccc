import { z } from 'zod';
import { API, Problem, ROUTES } from '../contract/contract.ts';
import type { Route } from '../contract/contract.ts';
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiPathsObject
} from 'zod-openapi';

/** The table of routes as OpenAPI's operations. */

type Operation = Partial<ZodOpenApiOperationObject>;

const problem = {
  description: 'What is wrong, and what to do',
  content: { 'application/problem+json': { schema: Problem } }
};
const idempotent = {
  header: z.object({ 'Idempotency-Key': z.string().max(255).optional() })
};
const text = { 'text/plain': { schema: z.string() } };
const stream = { 'text/event-stream': { schema: z.string() } };

/** Additions that the table has no words for: they answer no JSON. */
const MORE: Readonly<Partial<Record<Route, Operation>>> = {
  'GET events': {
    requestParams: {
      header: z.object({ 'Last-Event-ID': z.string().optional() })
    },
    responses: {
      101: { description: 'A websocket that carries ServerMessage' },
      200: {
        description: 'ServerEvent, `opened` and `reset`',
        content: stream
      }
    }
  },
  'GET builds/{id}/log': {
    responses: {
      200: {
        description:
          'What is kept of the log; `X-Dropped-Bytes` were left out of the middle',
        headers: z.object({
          'X-Next-Offset': z.string(),
          'X-Dropped-Bytes': z.string(),
          'X-Complete': z.enum(['true', 'false'])
        }),
        content: { ...text, ...stream }
      }
    }
  },
  'GET switches/{id}': { security: [{ token: [] }, { ticket: [] }] },
  'GET switches/{id}/log': {
    responses: {
      200: { description: 'Its last part, without secrets', content: text }
    }
  }
};

/** Describe a probe, which kubelet asks without a token. */
const probe = (operationId: string, summary: string) => ({
  get: {
    ...{ operationId, summary, security: [{}] },
    responses: { 200: { description: 'Done; no content' }, default: problem }
  }
});

export function paths(): ZodOpenApiPathsObject {
  const all: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of Object.keys(ROUTES) as Route[]) {
    const [method = '', path = ''] = route.split(' ');
    const at = `/${API}/${path}`;
    all[at] = { ...all[at], [method.toLowerCase()]: operation(route) };
  }
  return {
    ...all,
    '/healthz': probe('getHealth', 'The process lives'),
    '/readyz': probe('getReadiness', 'It can serve')
  };
}

function operation(route: Route): ZodOpenApiOperationObject {
  const { id, summary, ...call }: (typeof ROUTES)[Route] = ROUTES[route];
  const more = MORE[route] ?? {};
  const requestParams = { ...paramsOf(route), ...more.requestParams };
  return {
    operationId: id,
    summary,
    ...('body' in call ? { requestBody: json(call.body, true) } : {}),
    ...(Object.keys(requestParams).length > 0 ? { requestParams } : {}),
    ...(more.security ? { security: more.security } : {}),
    responses: { ...answersOf(route), ...more.responses, default: problem }
  };
}

function paramsOf(route: Route): Operation['requestParams'] {
  const call: (typeof ROUTES)[Route] = ROUTES[route];
  return {
    ...(route.includes('{id}') ? { path: z.object({ id: z.string() }) } : {}),
    ...('query' in call ? { query: call.query } : {}),
    ...(route.startsWith('POST') ? idempotent : {})
  };
}

function answersOf(route: Route): Operation['responses'] {
  const call: (typeof ROUTES)[Route] = ROUTES[route];
  const status = 'status' in call ? call.status : 200;
  const description = 'Done, or begun';
  return {
    ...('answer' in call
      ? { [status]: { description, ...json(call.answer) } }
      : {}),
    ...('none' in call ? { 204: { description: call.none } } : {})
  };
}

function json(schema: z.ZodType, required?: true) {
  const content = { 'application/json': { schema } };
  return { ...(required ? { required } : {}), content };
}
