import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { getJson } from '../api/client';
import { usePoll } from '../api/poll';
import type { AccountList, Run, RunList, WorkloadList } from '../api/types';
import { between, duration, isFinal, number, reasonInWords, short, statuses, toneOf } from '../ui/format';
import { Badge, Empty, Loading, Panel, Progress, Trouble, When } from '../ui/parts';
import { go, linkTo, type Place } from '../ui/router';

const pageSize = 50;
/** Open runs that are asked for one by one, since the list knows their counts of tasks only once they have ended. */
const mostLive = 10;
const since: Record<string, number> = { 'last hour': 3600, 'last day': 86_400, 'last week': 604_800 };

export function Runs({ place }: { place: Place }) {
  const status = place.query.get('status') ?? '';
  const workload = place.query.get('workload') ?? '';
  const account = place.query.get('account') ?? '';
  const age = place.query.get('age') ?? '';
  // Kept while the filter is: a bound that moved with the clock would be another list at each look.
  const createdAfter = useMemo(() => (since[age] ? new Date(Date.now() - 1000 * since[age]).toISOString() : ''), [age]);
  const asked = Object.entries({ status, workload, account, createdAfter }).filter(([, value]) => value);
  const path = `api/runs?${new URLSearchParams([['top', String(pageSize)], ...asked]).toString()}`;
  const { data, error } = usePoll<RunList>(path, 1000);
  const older = useOlder(path, data?.continuationToken);
  const runs = [...(data?.runs ?? []), ...older.runs.filter((run) => !data?.runs.some((newer) => newer.id === run.id))];
  const live = new Set(runs.filter((run) => !isFinal(run.status)).slice(0, mostLive).map((run) => run.id));

  return (
    <Panel title="Runs" aside={<Filters place={place} />}>
      <Trouble error={error} />
      {!data && !error && <Loading what="runs" />}
      {data && runs.length === 0 && (
        <Empty>{asked.length > 0 ? 'No run fits the filter.' : <>No run yet. <a href={linkTo('drop')}>Drop a manifest</a>, or a file for a workload.</>}</Empty>
      )}
      {runs.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="List of runs">
          <table class="runs">
            <thead><tr><th scope="col">Run</th><th scope="col">Status</th><th scope="col">Tasks</th><th scope="col">Rate</th><th scope="col">Time</th><th scope="col">Account</th><th scope="col">Started by</th><th scope="col">Created</th></tr></thead>
            <tbody>{runs.map((run) => <Row key={run.id} listed={run} live={live.has(run.id)} />)}</tbody>
          </table>
        </div>
      )}
      {older.more && <button type="button" onClick={older.load} disabled={older.busy}>Older runs</button>}
      <Trouble error={older.error} />
    </Panel>
  );
}

function Filters({ place }: { place: Place }) {
  const { data: workloads } = usePoll<WorkloadList>('api/workloads', 30_000);
  const { data: accounts } = usePoll<AccountList>('api/accounts', 30_000);
  const change = (name: string) => (event: { currentTarget: HTMLSelectElement }): void =>
    go(linkTo('runs', undefined, { ...Object.fromEntries(place.query), [name]: event.currentTarget.value }));
  const choice = (name: string, label: string, any: string, values: readonly string[]) => (
    <label>{label} <select value={place.query.get(name) ?? ''} onChange={change(name)}>
      <option value="">{any}</option>
      {values.map((value) => <option key={value}>{value}</option>)}
    </select></label>
  );
  return (
    <form class="filters" aria-label="Filter of runs" onSubmit={(event) => event.preventDefault()}>
      {choice('status', 'Status', 'any', statuses)}
      {choice('workload', 'Workload', 'any', workloads?.workloads.map((w) => w.name) ?? [])}
      {choice('account', 'Account', 'any', accounts?.accounts.map((a) => a.name) ?? [])}
      {choice('age', 'Created', 'ever', Object.keys(since))}
    </form>
  );
}

function Row({ listed, live }: { listed: Run; live: boolean }) {
  const { data } = usePoll<Run>(live ? `api/runs/${listed.id}` : null, 2000);
  const run = live && data ? data : listed;
  const pace = usePace(run);
  return (
    <tr>
      <td><a href={linkTo('runs', run.id)}>{run.manifestId ?? run.kind}</a> <span class="quiet id">{short(run.id)}</span></td>
      <td>
        <Badge tone={toneOf(run.status)}>{run.status}</Badge>
        {run.waitingFor && <div class="reason" title={run.waitingDetail}>{reasonInWords(run.waitingFor)}</div>}
        {run.error && <div class="reason"><code>{run.error.code}</code></div>}
      </td>
      <td class="wide">{run.tasks ? <TaskBar run={run} /> : <span class="quiet">–</span>}</td>
      <td>{pace.rate === undefined ? <span class="quiet">–</span> : `${pace.rate < 10 ? pace.rate.toFixed(1) : number(Math.round(pace.rate))}/s`}</td>
      <td>{pace.left !== undefined ? `${duration(pace.left)} left` : run.startedAt ? duration(between(run.startedAt, run.endedAt) ?? 0) : <span class="quiet">–</span>}</td>
      <td>{run.account ?? <span class="quiet">–</span>}</td>
      <td>{run.workload ?? run.source?.name ?? (run.rerunOf ? <a href={linkTo('runs', run.rerunOf)}>rerun</a> : 'HTTP')}</td>
      <td><When time={run.createdAt} /></td>
    </tr>
  );
}

export function TaskBar({ run }: { run: Run }) {
  const tasks = run.tasks!;
  const done = tasks.succeeded + tasks.failed;
  return (
    <>
      <Progress label={`Tasks of run ${run.manifestId ?? run.id}`} total={tasks.total} parts={[
        { value: tasks.succeeded, tone: 'good' },
        { value: tasks.failed, tone: 'bad' },
        { value: tasks.running, tone: 'busy' },
      ]} />
      <span class="counts">{number(done)} of {number(tasks.total)}{tasks.failed > 0 && <span class="failed"> · {number(tasks.failed)} failed</span>}</span>
    </>
  );
}

/** Tasks a second: of the last half minute while a run runs, of its whole time afterwards. */
export function usePace(run: Run): { rate: number | undefined; left: number | undefined } {
  const seen = useRef<{ at: number; done: number }[]>([]);
  const done = run.tasks ? run.tasks.succeeded + run.tasks.failed : 0;
  useEffect(() => {
    const now = Date.now();
    seen.current = [...seen.current.filter((sample) => now - sample.at < 30_000), { at: now, done }];
  }, [done, run]);

  if (!run.tasks || !run.startedAt || done === 0) return { rate: undefined, left: undefined };
  const whole = done / Math.max(between(run.startedAt, run.jobEndedAt ?? run.endedAt) ?? 0, 0.1);
  if (isFinal(run.status)) return { rate: whole, left: undefined };
  const first = seen.current[0];
  const last = seen.current.at(-1);
  const rate = first && last && last.at - first.at > 3000 && last.done > first.done ? (1000 * (last.done - first.done)) / (last.at - first.at) : whole;
  return { rate, left: run.status === 'Running' ? (run.tasks.total - done) / rate : undefined };
}

/** Pages behind the first one: asked for when wanted, and kept as they were. */
function useOlder(path: string, first: string | undefined) {
  const [runs, setRuns] = useState<Run[]>([]);
  const [token, setToken] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    setRuns([]);
    setToken(undefined);
    setError(undefined);
  }, [path]);

  const at = runs.length === 0 ? first : token;
  const load = async (): Promise<void> => {
    setBusy(true);
    try {
      const page = await getJson<RunList>(`${path}&continuationToken=${encodeURIComponent(at!)}`);
      setRuns([...runs, ...page.runs]);
      setToken(page.continuationToken);
      setError(undefined);
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setBusy(false);
    }
  };
  return { runs, more: at !== undefined, busy, error, load: () => void load() };
}
