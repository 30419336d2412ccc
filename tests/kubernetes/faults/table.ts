import type { Outcome } from './fault.ts';

const HEAD = `# Faults

Each row is one fault in a real switch on a real cluster of one node; made by \`npm run faults\` (\`npm run cluster up\` first). The companion waits for 10 s for the API server here, not for 60 s. _Seconds_ are from the fault until the switch had ended; _without_ is the longest time in which neither the old nor the new server answered, looked at every 100 ms. (Nobody but the user starts again a server that was deleted while it was active: here that is after 30 s.) _Files_ counts those of both projects that were not as before.

| Fault | Step | What the user saw | The user is in | Seconds | Without | Files |
| --- | --- | --- | --- | --: | --: | --: |
`;

export function markdown(outcomes: readonly Outcome[]): string {
  return `${HEAD}${outcomes.map(row).join('\n')}\n`;
}

function row(outcome: Outcome): string {
  const { fault, step, seen, now, seconds, without, changed } = outcome;
  const cells = [
    ...[fault, step === 'before' ? 'before the switch' : step],
    // The image's registry is another one in each run.
    seen.replace(/\S+@sha256:[0-9a-f]+/, 'IMAGE'),
    ...[now === 'neither' ? '**neither**' : `the ${now} project`],
    ...[seconds.toFixed(1), without.toFixed(1), String(changed.length)]
  ];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
