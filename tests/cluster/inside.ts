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
    except OSError:
        print('unreachable')
`;

/** What the network does not let through. */
export const UNREACHABLE = 'unreachable';
type Answer = number | typeof UNREACHABLE;

/**
 * The status of each answer, or that there is none; `run` runs a command in a
 * container with Python.
 */
export async function askInside(
  run: (...command: string[]) => Promise<string>,
  asked: readonly string[],
  /** As whom they know themselves, where they look at it. */
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

/** All of them answered so. */
export function allAnswered(
  asked: readonly string[],
  answer: Answer
): Record<string, Answer> {
  return Object.fromEntries(asked.map(one => [one, answer]));
}
