/**
 * The contract: everything on the wire, and the only file of the companion that
 * the extension sees. OpenAPI (`docs/openapi.json`) is made from it.
 */
export * from './contract/objects.ts';
export * from './contract/trashed.ts';
export * from './contract/calls.ts';
export * from './contract/events.ts';
