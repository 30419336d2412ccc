import fc from 'fast-check';
import { bodyOf, recording } from '../../testing/binderhub-server.ts';
import { BuildEvents } from './build-events.ts';

const RECORDINGS = [
  '00-airgapped-dataverse-lookup-fails',
  '02-first-build-ok',
  '04-dockerfile-run-false',
  '30b-k8s-reattach'
];

const whole = (bytes: Uint8Array) => new BuildEvents().feed(bytes);

test.each([
  ['02-first-build-ok', 52],
  ['04-dockerfile-run-false', 33],
  ['30b-k8s-reattach', 102]
])('%s has %d events, as it was recorded', (name, count) => {
  const found = whole(bodyOf(recording(name)));

  expect(found).toHaveLength(count);
  expect(found[0]).toEqual({
    phase: 'waiting',
    message: 'Waiting for build to start...\n'
  });
});

test('bytes may be cut anywhere', () => {
  const bodies = RECORDINGS.map(name => bodyOf(recording(name))).concat(
    Buffer.from(
      ':keepalive\n\ndata: {"message": "Größe 🐳\\n"}\n\n\ndata: {"phase": "ready"}\n\n'
    )
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...bodies),
      fc.array(fc.nat(10_000), { maxLength: 40 }),
      (body, places) => {
        const cuts = places.map(place => place % body.length);
        const order = [0, ...cuts, body.length].sort((a, b) => a - b);
        const events = new BuildEvents();
        const found = order.flatMap((from, n) =>
          events.feed(body.subarray(from, order[n + 1] ?? from))
        );

        expect(found).toEqual(whole(body));
      }
    )
  );
});

test('byte by byte, letters of several bytes come whole', () => {
  const body = Buffer.from('data: {"message": "Größe 🐳"}\n\n');
  const events = new BuildEvents();
  const found = [...body].flatMap(byte => events.feed(Uint8Array.of(byte)));

  expect(found).toEqual([{ message: 'Größe 🐳' }]);
});

test('a traceback of the server is left out', () => {
  const events = whole(bodyOf(recording('04-dockerfile-run-false')));

  expect(JSON.stringify(events)).not.toMatch(/exc_info|Traceback/);
});

test('what is no event is text', () => {
  expect(whole(Buffer.from('data: oops\n\ndata: {"phase": 3}\n\n'))).toEqual([
    { message: 'oops' },
    { message: '{"phase": 3}' }
  ]);
});
