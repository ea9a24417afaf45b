import { useEffect, useMemo, useState } from 'preact/hooks';
import { change } from '../api/client';
import { useRunEvents } from '../api/events';
import { usePoll } from '../api/poll';
import type { Run, Task } from '../api/types';
import { Download, Outputs } from '../run/outputs';
import { Summary } from '../run/summary';
import { TaskPanel } from '../run/task';
import { groupFailures, hasFailed, mostTasks, readTasks, shortNode } from '../run/tasks';
import { Timeline } from '../run/timeline';
import { between, clock, duration, isFinal, number, plural, reasonInWords, toneOf } from '../ui/format';
import { Act, Badge, Empty, Facts, Loading, Panel, Trouble, When } from '../ui/parts';
import { go, linkTo, type Place } from '../ui/router';
import { TaskBar, usePace } from './runs';

const rows = 200;

export function RunPage({ place }: { place: Place }) {
  const id = place.id!;
  const { run, error } = useRunEvents(id);
  if (!run) return <Panel title="The run"><Trouble error={error} />{!error && <Loading what="the run" />}</Panel>;
  return <Known run={run} error={error} place={place} />;
}

function Known({ run, error, place }: { run: Run; error: Error | undefined; place: Place }) {
  const settled = isFinal(run.status);
  const { data: tasks, error: tasksError } = usePoll<Task[]>(run.jobId ? `api/runs/${run.id}/tasks` : null, settled ? Infinity : 2000, readTasks);
  const chosen = place.query.get('task');
  const open = (task: string | undefined): void => go(linkTo('runs', run.id, task === undefined ? {} : { task }));
  const task = tasks?.find((candidate) => candidate.id === chosen);
  useEffect(() => {
    if (task) document.getElementById('task-title')?.focus();
  }, [task?.id]);

  return (
    <>
      <Head run={run} settled={settled} />
      <Trouble error={error} />
      {task && <TaskPanel runId={run.id} task={task} settled={settled} close={() => open(undefined)} />}
      <Failures tasks={tasks ?? []} open={open} />
      {run.status !== 'Rejected' && (
        <Panel title="Timeline">
          <Timeline run={run} tasks={tasks ?? []} open={open} />
          {tasks && tasks.length >= mostTasks && <p class="quiet">The first {number(mostTasks)} tasks.</p>}
        </Panel>
      )}
      {settled && run.status !== 'Rejected' && <Summary runId={run.id} />}
      <Trouble error={tasksError} />
      {tasks && <Tasks tasks={tasks} open={open} />}
      {run.jobId && (
        <Panel title="Outputs" aside={<Download path={`api/runs/${run.id}/outputs?zip=true`} name={`${run.manifestId ?? run.id}.zip`} label="Download all" />}>
          <Outputs runId={run.id} settled={settled} />
        </Panel>
      )}
    </>
  );
}

function Head({ run, settled }: { run: Run; settled: boolean }) {
  const pace = usePace(run);
  const rerun = (only?: string) => async (): Promise<void> => {
    const made = await change<{ id: string }>('POST', `api/runs/${run.id}/rerun${only ? `?only=${only}` : ''}`);
    go(linkTo('runs', made.id));
  };
  const failed = (run.tasks?.failed ?? 0) > 0 || run.status === 'Canceled';
  return (
    <section class="panel" aria-labelledby="run-title">
      <header>
        <h1 id="run-title">{run.manifestId ?? run.kind} <span class="quiet id">{run.id}</span></h1>
        <Badge tone={toneOf(run.status)}>{run.status}</Badge>
      </header>
      <p role="status" class="now">
        {run.waitingFor ? <>{reasonInWords(run.waitingFor)}{run.waitingSince && <> since {clock(run.waitingSince)}</>}{run.waitingDeadline && <>, until {clock(run.waitingDeadline)} at most</>}. <span class="quiet">{run.waitingDetail}</span></>
          : settled ? `Ended after ${duration(between(run.createdAt, run.endedAt) ?? 0)}.`
          : pace.left !== undefined ? `${run.stage ?? 'Running'}: about ${duration(pace.left)} left.` : `${run.stage ?? run.status}.`}
      </p>
      {run.error && <p class="trouble" role="alert"><code>{run.error.code}</code> {run.error.detail}</p>}
      {run.warning && <p class="warning">{run.warning}</p>}
      {run.warnings?.map((warning) => <p class="warning" key={warning.code}><code>{warning.code}</code> {warning.message}</p>)}
      {run.tasks && <div class="big"><TaskBar run={run} /></div>}
      <Facts facts={[
        ['Created', <When key="c" time={run.createdAt} />],
        ['Took', run.startedAt && duration(between(run.startedAt, run.endedAt) ?? 0)],
        ['Rate', pace.rate !== undefined && `${pace.rate.toFixed(1)} tasks a second`],
        ['Account', run.account],
        ['Placed', run.placement?.reason],
        ['Moved from', run.placement?.movedFrom.join(', ')],
        ['Pool', run.poolId],
        ['Job', run.jobId && <code>{run.jobId}</code>],
        ['Workload', run.workload && <a href={linkTo('workloads', run.workload)}>{run.workload}</a>],
        ['Source', run.source && `${run.source.container}/${run.source.name}`],
        ['Packages', run.packages?.map((p) => `${p.applicationId} ${p.version ?? ''}`).join(', ')],
        ['Rerun of', run.rerunOf && <a href={linkTo('runs', run.rerunOf)}>{run.rerunOf.slice(0, 8)}</a>],
        ['Run again by', run.reruns && run.reruns.length > 0 && <>{run.reruns.map((id) => <a key={id} href={linkTo('runs', id)}>{id.slice(0, 8)} </a>)}</>],
        ['Result', run.links.result && <code>{run.links.result}</code>],
      ]} />
      <div class="acts">
        {!settled && <Act label="Cancel" tone="danger" confirm="Cancel this run? Its tasks are ended." act={() => change('POST', `api/runs/${run.id}/cancel`)} />}
        {settled && run.status !== 'Rejected' && failed && <Act label="Rerun failed" tone="main" act={rerun('failed')} />}
        {settled && run.status !== 'Rejected' && <Act label="Rerun all" act={rerun()} />}
      </div>
    </section>
  );
}

function Failures({ tasks, open }: { tasks: readonly Task[]; open: (id: string) => void }) {
  const groups = useMemo(() => groupFailures(tasks), [tasks]);
  if (groups.length === 0) return null;
  return (
    <Panel title="Failures">
      <ul class="checks">
        {groups.map((group) => (
          <li key={group.cause}>
            <Badge tone="bad">{number(group.count)}</Badge> <strong>{group.cause}</strong> {groupMessage(group.first)}
            <div>First: <button type="button" class="link" onClick={() => open(group.first.id)}>task {group.first.id}</button>{group.first.endTime && <> at {clock(group.first.endTime)}</>}</div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const groupMessage = (task: Task): string => (task.failureInfo as { message?: string } | undefined)?.message ?? '';

function Tasks({ tasks, open }: { tasks: readonly Task[]; open: (id: string) => void }) {
  const [show, setShow] = useState('all');
  const [from, setFrom] = useState(0);
  const fitting = tasks.filter((task) => show === 'all' || (show === 'failed' ? hasFailed(task) : task.state === show));
  const page = fitting.slice(from, from + rows);
  return (
    <Panel
      title="Tasks"
      aside={<label>Show <select value={show} onChange={(event) => { setShow(event.currentTarget.value); setFrom(0); }}>{['all', 'failed', 'running', 'active', 'completed'].map((state) => <option key={state}>{state}</option>)}</select></label>}
    >
      {page.length === 0 ? <Empty>No task is so.</Empty> : (
        <div class="scroll tall" tabIndex={0} role="region" aria-label="List of tasks">
          <table>
            <thead><tr><th scope="col">Task</th><th scope="col">State</th><th scope="col">Exit code</th><th scope="col">Attempts</th><th scope="col">Node</th><th scope="col">Started</th><th scope="col">Took</th></tr></thead>
            <tbody>
              {page.map((task) => (
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
      )}
      {fitting.length > rows && (
        <div class="acts">
          <button type="button" disabled={from === 0} onClick={() => setFrom(from - rows)}>Before</button>
          <span>{number(from + 1)}–{number(Math.min(from + rows, fitting.length))} of {plural(fitting.length, 'task')}</span>
          <button type="button" disabled={from + rows >= fitting.length} onClick={() => setFrom(from + rows)}>Next</button>
        </div>
      )}
    </Panel>
  );
}
