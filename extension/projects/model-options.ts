import type { CompanionClient } from './client.ts';
import type { EventsSocket } from './events-socket.ts';

/**
 * Options of the model of a page.
 */
export interface IModelOptions {
  readonly client: CompanionClient;
  /** This page's random id. */
  readonly page: string;
  /** False for the home page, which is present on no server. */
  readonly present?: boolean;
  readonly times?: Partial<EventsSocket.ITimes>;
}
