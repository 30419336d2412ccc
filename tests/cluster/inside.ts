/** What a program in a user's pod gets from addresses that it asks without a secret. */

/** `METHOD address`; answers are printed in their order. */
const SCRIPT = `
import ssl, sys, urllib.error, urllib.request

context = ssl._create_unverified_context()
host = sys.argv[1]
for asked in sys.argv[2:]:
    method, url = asked.split(' ')
    body = b'{}' if method == 'POST' else None
    headers = {'content-type': 'application/json', **({'host': host} if host else {})}
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        print(urllib.request.urlopen(request, context=context, timeout=10).status)
    except urllib.error.HTTPError as error:
        print(error.code)
`;

/** The status of each answer; `run` runs a command in a container with Python. */
export async function askInside(
  run: (...command: string[]) => Promise<string>,
  asked: readonly string[],
  /** As whom they know themselves, where they look at it. */
  host = ''
): Promise<Record<string, number>> {
  const text = await run('python3', '-c', SCRIPT, host, ...asked);
  const statuses = text.trim().split('\n').map(Number);
  return Object.fromEntries(
    asked.map((one, index) => [one, statuses[index] ?? Number.NaN])
  );
}

/** All of them answered so. */
export function allAnswered(
  asked: readonly string[],
  status: number
): Record<string, number> {
  return Object.fromEntries(asked.map(one => [one, status]));
}
