/**
 * The contract: everything on the wire, and the only file of the companion that
 * the extension sees. OpenAPI (`docs/openapi.json`) is made from it.
 */
export * from './objects.ts';
export * from './trashed.ts';
export * from './calls.ts';
export * from './routes.ts';
export * from './events.ts';
