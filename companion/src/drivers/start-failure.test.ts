import { KernelFailure } from './kernel-check.ts';
import { lastLines } from './server-output.ts';
import { startFailure } from './start-failure.ts';

const failureOf = (log: string) =>
  startFailure(new KernelFailure('It ended.'), lastLines(log), log);

const KERNEL = `Traceback (most recent call last):
  File "<string>", line 1, in <module>
ModuleNotFoundError: No module named 'nothing_of_ours'
`;

test('a server that stumbles over a dead kernel does not hide why it died', () => {
  const stumbling = Array.from(
    { length: 30 },
    (_, n) => `      File "websocket.py", line ${String(n)}, in get`
  ).join('\n');
  const log = `${KERNEL}[E ServerApp] Uncaught exception GET /api/kernels
    Traceback (most recent call last):
${stumbling}
    AttributeError: 'NoneType' object has no attribute 'kernel_ws_protocol'
`;

  expect(failureOf(log)).toMatchObject({
    options: { values: { part: 'kernel', module: 'nothing_of_ours' } }
  });
});

test('a kernel that says nothing has no reason, whatever its server says', () => {
  const log = `[E ServerApp] Uncaught exception GET /api/kernels
    AttributeError: 'NoneType' object has no attribute 'kernel_ws_protocol'
`;

  expect(failureOf(log)).toMatchObject({
    message: 'JupyterLab runs, but its kernel did not start.',
    options: { values: { part: 'kernel' } }
  });
});
