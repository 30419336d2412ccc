import { Project } from '../../companion/src/contract/contract.ts';
import type { CompanionBench } from './companion-bench.ts';

/** Follow what pages are told of projects from now on, as a script does. */
export async function toldProjects(
  bench: CompanionBench,
  signal: AbortSignal
): Promise<AsyncGenerator<Project>> {
  const answer = await bench.api('events', { signal });
  if (!answer.body) {
    throw new Error('There are no events.');
  }
  const text = answer.body.pipeThrough(new TextDecoderStream());
  return projects(text);
}

async function* projects(text: AsyncIterable<string>) {
  let rest = '';
  for await (const chunk of text) {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events.filter(one => /^event: project$/m.test(one))) {
      const [, data = ''] = /^data: (.*)$/m.exec(event) ?? [];
      yield Project.parse(JSON.parse(data));
    }
  }
}
