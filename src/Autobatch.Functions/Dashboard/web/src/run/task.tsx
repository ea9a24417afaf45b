import type { Task } from '../api/types';
import { between, duration } from '../ui/format';
import { Badge, Facts, When } from '../ui/parts';
import { Outputs } from './outputs';
import { Tail } from './tail';
import { failureOf, hasFailed } from './tasks';

/** One task: how it stands, what it says while it runs, what it left. */
export function TaskPanel({ runId, task, close, settled }: { runId: string; task: Task; close: () => void; settled: boolean }) {
  const failure = failureOf(task);
  const live = task.state !== 'completed' && !settled;
  const file = (name: string): string => `api/runs/${runId}/tasks/${encodeURIComponent(task.id)}/files/${name}`;
  return (
    <section class="panel task" aria-labelledby="task-title">
      <header>
        <h2 id="task-title" tabIndex={-1}>Task {task.id}</h2>
        <Badge tone={hasFailed(task) ? 'bad' : task.state === 'completed' ? 'good' : task.state === 'running' ? 'busy' : 'calm'}>{task.state}</Badge>
        <button type="button" onClick={close}>Close</button>
      </header>
      {failure && <p class="trouble"><code>{failure.code}</code> {failure.message} {failure.details?.map((detail) => <span key={detail.name}>{detail.name}: {detail.value} </span>)}</p>}
      <Facts facts={[
        ['Exit code', task.exitCode],
        ['Attempts', task.startTime ? 1 + task.retryCount : undefined],
        ['Node', task.nodeId && <code>{task.nodeId}</code>],
        ['Account', task.account],
        ['Started', task.startTime && <When time={task.startTime} />],
        ['Took', task.startTime && duration(between(task.startTime, task.endTime) ?? 0)],
      ]} />
      {task.startTime && (
        <div class="tails">
          <Tail path={file('stdout.txt')} name="stdout.txt" live={live} />
          <Tail path={file('stderr.txt')} name="stderr.txt" live={live} />
        </div>
      )}
      <h3>Its outputs</h3>
      <Outputs runId={runId} task={task.id} settled={settled} />
    </section>
  );
}
