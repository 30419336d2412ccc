/** Asks addresses without a secret from inside a user's pod. */

/** Asks each `METHOD address`, and prints the answers in the same order. */
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
    except OSError:
        print('unreachable')
`;

/** The answer of an address that the network does not let through. */
export const UNREACHABLE = 'unreachable';
type Answer = number | typeof UNREACHABLE;

/**
 * Return the status of each answer, or that there is none; `run` runs a command
 * in a container with Python.
 */
export async function askInside(
  run: (...command: string[]) => Promise<string>,
  asked: readonly string[],
  /** The `Host` header, for servers that look at it. */
  host = ''
): Promise<Record<string, Answer>> {
  const text = await run('python3', '-c', SCRIPT, host, ...asked);
  const answers = text.trim().split('\n');
  return Object.fromEntries(
    asked.map((one, index) => {
      const answer = answers[index] ?? '';
      return [one, answer === UNREACHABLE ? answer : Number(answer)];
    })
  );
}

/** Return that answer for each of the addresses. */
export function allAnswered(
  asked: readonly string[],
  answer: Answer
): Record<string, Answer> {
  return Object.fromEntries(asked.map(one => [one, answer]));
}
