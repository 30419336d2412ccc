import { z } from 'zod';
import { API, Problem } from '../contract/contract.ts';
import type { ZodOpenApiOperationObject } from 'zod-openapi';

export const problem = {
  description: 'What is wrong, and what to do',
  content: { 'application/problem+json': { schema: Problem } }
};

export const idParameter = { path: z.object({ id: z.string() }) };
const key = {
  header: z.object({ 'Idempotency-Key': z.string().max(255).optional() })
};

interface Call {
  readonly id: string;
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly status?: 200 | 202 | 204;
  readonly answer?: z.ZodType;
  readonly more?: Partial<ZodOpenApiOperationObject>;
}

/** A call that answers JSON, or nothing. */
export function call({
  id,
  summary,
  body,
  status = 200,
  answer,
  more = {}
}: Call): ZodOpenApiOperationObject {
  return {
    operationId: id,
    summary,
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: body } }
          }
        }
      : {}),
    ...more,
    responses: {
      [status]: {
        description: answer ? 'Done, or begun' : 'Done; no content',
        ...(answer
          ? { content: { 'application/json': { schema: answer } } }
          : {})
      },
      default: problem,
      ...more.responses
    }
  };
}

export const ofId = { requestParams: idParameter };
export const post = { requestParams: key };
export const postOfId = { requestParams: { ...idParameter, ...key } };
/** The path of a call of the API. */
export const at = (path: string) => `/${API}/${path}`;

/** For everybody. */
export const open = { security: [{}] };
