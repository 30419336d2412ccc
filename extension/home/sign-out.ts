import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { CompanionError, localProblem } from '../projects/errors.ts';

/**
 * End this browser's session: its cookie, and the token of its home pages.
 *
 * @throws `CompanionError` when the session may go on.
 */
export async function signOut(
  serverSettings: ServerConnection.ISettings
): Promise<void> {
  const url = URLExt.join(serverSettings.baseUrl, 'sign-out');
  const status = await ServerConnection.makeRequest(
    url,
    { method: 'POST' },
    serverSettings
  ).then(
    response => response.status,
    () => 0
  );
  // The answer is 401 when the session had ended already.
  if (status !== 204 && status !== 401) {
    throw new CompanionError(
      localProblem('unavailable', status, 'The session did not end.')
    );
  }
}
