import { getJson } from '../api/client';
import { usePoll } from '../api/poll';
import type { Run, Timeline } from '../api/types';
import { Chart, colour, overTime } from '../ui/chart';
import { duration, number, plural } from '../ui/format';
import { gantt, ganttHeight, stagesOf, type Bar } from './gantt';
import { shortNode } from './tasks';

/** A run with too many tasks to hold them all: its timeline as the server has put it together. */
export const useTimeline = (run: Run, wanted: boolean, settled: boolean) =>
  usePoll<Timeline>(wanted && run.jobId ? `api/runs/${run.id}/timeline` : null, settled ? Infinity : 5000, readTimeline);

/** The server reads a large run in several answers. */
async function readTimeline(path: string, signal: AbortSignal): Promise<Timeline> {
  for (;;) {
    const timeline = await getJson<Timeline>(path, signal);
    if (timeline.isWhole) return timeline;
    // A job that is gone is told so at once, until the run has noticed.
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** How many tasks ended over time, then one row a node: the stronger its colour, the more of its slots were busy; red where tasks failed. */
export function LargeTimeline({ run, timeline }: { run: Run; timeline: Timeline }) {
  const stages = stagesOf(run, Date.now());
  const from = Date.parse(timeline.from);
  const width = 1000 * timeline.binSeconds;
  const failed = timeline.failed.reduce((sum, count) => sum + count, 0);
  const most = Math.max(...timeline.succeeded.map((count, i) => count + timeline.failed[i]!), 0);
  return (
    <>
      <Chart
        height={170}
        label={`Tasks that ended over time: ${number(timeline.ended)}, of which ${number(failed)} failed; at most ${number(most)} in ${duration(timeline.binSeconds)}.`}
        option={() => endings(timeline, from, width)}
      />
      <Chart
        height={ganttHeight(stages.length + timeline.nodes.length)}
        label={`Timeline of ${plural(timeline.ended + timeline.running, 'task')} on ${plural(timeline.nodes.length, 'node')}, in steps of ${duration(timeline.binSeconds)}.`}
        option={() => gantt(stages, timeline.nodes.map((node) => (node.id ? shortNode(node.id) : 'all other nodes')), cells(timeline, from, width))}
      />
      <p class="quiet">{number(timeline.ended)} tasks in steps of {duration(timeline.binSeconds)}: the stronger the colour, the more tasks ran on a node at a time; red where some failed.</p>
    </>
  );
}

function cells(timeline: Timeline, from: number, width: number): Bar[] {
  const good = colour('good');
  const bad = colour('bad');
  return timeline.nodes.flatMap((node, lane) => {
    const most = Math.max(...node.busy, 0.01);
    return node.busy.flatMap((busy, bin) => {
      const failed = node.failed?.[bin] ?? 0;
      if (busy === 0 && failed === 0) return [];
      const shade = Math.round(60 + 195 * Math.min(busy / most, 1)).toString(16);
      return [{
        lane,
        from: from + bin * width,
        to: from + (bin + 1) * width,
        colour: failed > 0 ? bad : `${good}${shade}`,
        name: `${busy.toLocaleString()} tasks at a time${failed > 0 ? `, ${number(failed)} failed` : ''}`,
      }];
    });
  });
}

function endings(timeline: Timeline, from: number, width: number) {
  const bars = (name: string, counts: readonly number[], tone: string) => ({
    name, type: 'bar' as const, stack: 'ended', color: colour(tone), barCategoryGap: '10%', data: counts.map((count, bin) => [from + (bin + 0.5) * width, count]),
  });
  return { ...overTime(150), series: [bars('succeeded', timeline.succeeded, 'good'), bars('failed', timeline.failed, 'bad')] };
}
