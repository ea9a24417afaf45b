import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { usePoll } from '../api/poll';
import type { Task, TaskList as Page } from '../api/types';
import { between, clock, duration, number, plural } from '../ui/format';
import { Badge, Empty, Loading, Panel, Trouble } from '../ui/parts';
import { hasFailed, shortNode } from './tasks';

const rows = 200;
const states = ['all', 'failed', 'running', 'active', 'completed'];

/** Tasks that the page holds. */
export function Tasks({ tasks, open }: { tasks: readonly Task[]; open: (id: string) => void }) {
  const [show, setShow] = useState('all');
  const [from, setFrom] = useState(0);
  const fitting = tasks.filter((task) => show === 'all' || (show === 'failed' ? hasFailed(task) : task.state === show));
  return (
    <Panel title="Tasks" aside={<Show show={show} change={(state) => { setShow(state); setFrom(0); }} />}>
      <Rows tasks={fitting.slice(from, from + rows)} open={open} />
      {fitting.length > rows && (
        <Pages before={from > 0 ? () => setFrom(from - rows) : undefined} next={from + rows < fitting.length ? () => setFrom(from + rows) : undefined}>
          {number(from + 1)}–{number(Math.min(from + rows, fitting.length))} of {plural(fitting.length, 'task')}
        </Pages>
      )}
    </Panel>
  );
}

/** Tasks of a run that has too many to hold: page by page from the server, which filters them; one of them by its id. */
export function PagedTasks({ runId, settled, open }: { runId: string; settled: boolean; open: (id: string) => void }) {
  const [show, setShow] = useState('all');
  const [tokens, setTokens] = useState<readonly string[]>([]);
  const [wanted, setWanted] = useState('');
  const asked = { top: String(rows), ...(show === 'failed' ? { result: 'failure' } : show === 'all' ? {} : { state: show }), ...(tokens.length > 0 ? { continuationToken: tokens.at(-1)! } : {}) };
  const { data, error } = usePoll<Page>(`api/runs/${runId}/tasks?${new URLSearchParams(asked).toString()}`, settled ? Infinity : 5000);
  const next = data?.continuationToken;
  const first = tokens.length * rows + 1;
  return (
    <Panel
      title="Tasks"
      aside={
        <form class="filters" onSubmit={(event) => { event.preventDefault(); if (wanted.trim()) open(wanted.trim()); }}>
          <label>Task <input type="text" size={12} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>
          <button>Open</button>
          <Show show={show} change={(state) => { setShow(state); setTokens([]); }} />
        </form>
      }
    >
      <Trouble error={error} />
      {!data && !error && <Loading what="tasks" />}
      {data && <Rows tasks={data.tasks} open={open} />}
      {data && (tokens.length > 0 || next) && (
        <Pages before={tokens.length > 0 ? () => setTokens(tokens.slice(0, -1)) : undefined} next={next ? () => setTokens([...tokens, next]) : undefined}>
          {number(first)}–{number(first + data.tasks.length - 1)}
        </Pages>
      )}
    </Panel>
  );
}

function Show({ show, change }: { show: string; change: (state: string) => void }) {
  return <label>Show <select value={show} onChange={(event) => change(event.currentTarget.value)}>{states.map((state) => <option key={state}>{state}</option>)}</select></label>;
}

function Pages({ before, next, children }: { before: (() => void) | undefined; next: (() => void) | undefined; children: ComponentChildren }) {
  return (
    <div class="acts">
      <button type="button" disabled={!before} onClick={before}>Before</button>
      <span>{children}</span>
      <button type="button" disabled={!next} onClick={next}>Next</button>
    </div>
  );
}

function Rows({ tasks, open }: { tasks: readonly Task[]; open: (id: string) => void }) {
  if (tasks.length === 0) return <Empty>No task is so.</Empty>;
  return (
    <div class="scroll tall" tabIndex={0} role="region" aria-label="List of tasks">
      <table>
        <thead><tr><th scope="col">Task</th><th scope="col">State</th><th scope="col">Exit code</th><th scope="col">Attempts</th><th scope="col">Node</th><th scope="col">Started</th><th scope="col">Took</th></tr></thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id}>
              <td><button type="button" class="link" onClick={() => open(task.id)}>{task.id}</button></td>
              <td><Badge tone={hasFailed(task) ? 'bad' : task.state === 'completed' ? 'good' : task.state === 'running' ? 'busy' : 'calm'}>{hasFailed(task) ? 'failed' : task.state}</Badge></td>
              <td>{task.exitCode ?? <span class="quiet">–</span>}</td>
              <td>{task.startTime ? 1 + task.retryCount : <span class="quiet">–</span>}</td>
              <td>{task.nodeId ? <code title={task.nodeId}>{shortNode(task.nodeId)}</code> : <span class="quiet">–</span>}</td>
              <td>{task.startTime ? clock(task.startTime) : <span class="quiet">–</span>}</td>
              <td>{task.startTime ? duration(between(task.startTime, task.endTime) ?? 0) : <span class="quiet">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
