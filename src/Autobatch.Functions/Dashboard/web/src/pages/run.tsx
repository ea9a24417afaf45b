import { useEffect, useMemo } from 'preact/hooks';
import { change } from '../api/client';
import { useRunEvents } from '../api/events';
import { usePoll } from '../api/poll';
import type { Run, Task } from '../api/types';
import { Failures } from '../run/failures';
import { LargeTimeline, useTimeline } from '../run/large';
import { PagedTasks, Tasks } from '../run/list';
import { Download, Outputs } from '../run/outputs';
import { Summary } from '../run/summary';
import { TaskPanel } from '../run/task';
import { groupFailures, mostTasks, readTasks } from '../run/tasks';
import { Timeline } from '../run/timeline';
import { between, clock, duration, isFinal, number, reasonInWords, toneOf } from '../ui/format';
import { Act, Badge, Facts, Loading, Panel, Trouble, When } from '../ui/parts';
import { go, linkTo, type Place } from '../ui/router';
import { TaskBar, usePace } from './runs';

export function RunPage({ place }: { place: Place }) {
  const id = place.id!;
  const { run, error } = useRunEvents(id);
  if (!run) return <Panel title="The run"><Trouble error={error} />{!error && <Loading what="the run" />}</Panel>;
  return <Known run={run} error={error} place={place} />;
}

function Known({ run, error, place }: { run: Run; error: Error | undefined; place: Place }) {
  const settled = isFinal(run.status);
  const large = (run.tasks?.total ?? 0) > mostTasks;
  const path = `api/runs/${run.id}/tasks`;
  const { data: tasks, error: tasksError } = usePoll<Task[]>(run.jobId && !large ? path : null, settled ? Infinity : 2000, readTasks);
  const { data: timeline, error: timelineError } = useTimeline(run, large, settled);
  const chosen = place.query.get('task');
  const { data: found, error: foundError } = usePoll<Task>(large && chosen !== null ? `${path}/${encodeURIComponent(chosen)}` : null, settled ? Infinity : 2000);
  const task = large ? found : tasks?.find((candidate) => candidate.id === chosen);
  const groups = useMemo(() => timeline?.failures ?? groupFailures(tasks ?? []), [timeline, tasks]);
  const open = (task: string | undefined): void => go(linkTo('runs', run.id, task === undefined ? {} : { task }));
  useEffect(() => {
    if (task) document.getElementById('task-title')?.focus();
  }, [task?.id]);

  return (
    <>
      <Head run={run} settled={settled} />
      <Trouble error={error} />
      <Trouble error={foundError} />
      {task && <TaskPanel key={task.id} runId={run.id} task={task} settled={settled} close={() => open(undefined)} />}
      <Failures runId={run.id} groups={groups} open={open} />
      {run.status !== 'Rejected' && (
        <Panel title="Timeline">
          <Trouble error={timelineError} />
          {!large ? <Timeline run={run} tasks={tasks ?? []} open={open} /> : timeline ? <LargeTimeline run={run} timeline={timeline} /> : !timelineError && <Loading what={`the timeline of ${number(run.tasks!.total)} tasks`} />}
        </Panel>
      )}
      {settled && run.status !== 'Rejected' && <Summary runId={run.id} />}
      <Trouble error={tasksError} />
      {large ? <PagedTasks runId={run.id} settled={settled} open={open} /> : tasks && <Tasks tasks={tasks} open={open} />}
      {run.jobId && (
        <Panel title="Outputs" aside={<Download path={`api/runs/${run.id}/outputs?zip=true`} name={`${run.manifestId ?? run.id}.zip`} label="Download all" />}>
          <Outputs runId={run.id} settled={settled} />
        </Panel>
      )}
    </>
  );
}

/** A blob that a run's links name as container/name. */
const blobLink = (id: string, link: string): string => {
  const slash = link.indexOf('/');
  return `api/runs/${id}/outputs/file?${new URLSearchParams({ container: link.slice(0, slash), name: link.slice(slash + 1) }).toString()}`;
};

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
      ]} />
      <div class="acts">
        {!settled && <Act label="Cancel" tone="danger" confirm="Cancel this run? Its tasks are ended." act={() => change('POST', `api/runs/${run.id}/cancel`)} />}
        {settled && run.status !== 'Rejected' && failed && <Act label="Rerun failed" tone="main" act={rerun('failed')} />}
        {settled && run.status !== 'Rejected' && <Act label="Rerun all" act={rerun()} />}
        {run.links.result && <Download path={blobLink(run.id, run.links.result)} name="result.json" label="Download" shown="Download result.json" />}
      </div>
    </section>
  );
}
