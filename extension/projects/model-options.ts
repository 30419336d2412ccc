import type { CompanionClient } from './client.ts';
import type { EventsSocket } from './events-socket.ts';

/**
 * What the model of a page needs.
 */
export interface IModelOptions {
  readonly client: CompanionClient;
  /** This page's random id. */
  readonly page: string;
  /** Whether the page is present on a server; the home page is on none. */
  readonly present?: boolean;
  readonly times?: Partial<EventsSocket.ITimes>;
}
