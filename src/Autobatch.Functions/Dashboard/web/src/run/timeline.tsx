import { useMemo } from 'preact/hooks';
import type { Run, Task } from '../api/types';
import { Chart, colour } from '../ui/chart';
import { plural } from '../ui/format';
import { gantt, ganttHeight, stagesOf, type Bar } from './gantt';
import { hasFailed, layOut, type Placed } from './tasks';

/** The run's stages above, then one lane a task slot. Zoom with the wheel or the handles below; a click opens the task. */
export function Timeline({ run, tasks, open }: { run: Run; tasks: readonly Task[]; open: (id: string) => void }) {
  const now = useMemo(() => Date.now(), [tasks, run]);
  const lanes = useMemo(() => layOut(tasks, now), [tasks]);
  const stages = stagesOf(run, now);
  return (
    <Chart
      height={ganttHeight(lanes.names.length + stages.length)}
      label={`Timeline of ${plural(lanes.placed.length, 'task')} on ${plural(lanes.names.length, 'task slot')}. The table of tasks says the same.`}
      option={() => gantt(stages, lanes.names, lanes.placed.map(barOf({ good: colour('good'), bad: colour('bad'), busy: colour('busy') })))}
      onClick={(clicked) => {
        const data = clicked.data as { id?: string } | undefined;
        if (data?.id) open(data.id);
      }}
    />
  );
}

const barOf = (colours: { good: string; bad: string; busy: string }) => ({ task, lane, from, to }: Placed): Bar => ({
  lane,
  from,
  to,
  colour: hasFailed(task) ? colours.bad : task.endTime ? colours.good : colours.busy,
  name: `task ${task.id}${task.exitCode !== undefined && task.exitCode !== null ? `, exit code ${task.exitCode}` : ''}${task.retryCount > 0 ? `, ${plural(task.retryCount, 'retry', 'retries')}` : ''}`,
  id: task.id,
});
