import { useState } from 'preact/hooks';
import { change } from '../api/client';
import { usePoll } from '../api/poll';
import type { DeadLetterList, Workload, WorkloadList } from '../api/types';
import { number, plural, toneOf, type Tone } from '../ui/format';
import { Act, Badge, Empty, Facts, Loading, Panel, Trouble, When } from '../ui/parts';
import { linkTo, type Place } from '../ui/router';

const tones: Record<Workload['status'], Tone> = { Active: 'good', Paused: 'warn', Blocked: 'bad', Deleted: 'calm', Rejected: 'bad' };

export function Workloads({ place }: { place: Place }) {
  const { data, error } = usePoll<WorkloadList>('api/workloads', 3000);
  return (
    <>
      <Panel title="Workloads">
        <Trouble error={error} />
        {!data && !error && <Loading what="workloads" />}
        {data?.workloads.length === 0 && <Empty>No workload yet. Drop <code>workloads/&#123;name&#125;.workload.json</code> into storage: then files below <code>inputs/&#123;name&#125;/</code> start runs.</Empty>}
        {data && data.workloads.length > 0 && (
          <div class="scroll" tabIndex={0} role="region" aria-label="List of workloads">
            <table>
              <thead><tr><th scope="col">Workload</th><th scope="col">Status</th><th scope="col">Files that wait</th><th scope="col">Closes by itself</th><th scope="col">Dead letters</th><th scope="col">Weight</th></tr></thead>
              <tbody>
                {data.workloads.map((workload) => (
                  <tr key={workload.name}>
                    <td><a href={linkTo('workloads', workload.name)}>{workload.name}</a></td>
                    <td><Badge tone={tones[workload.status]}>{workload.status}</Badge>{workload.lastError && <div class="reason"><code>{workload.lastError.code}</code></div>}</td>
                    <td>{number(workload.waiting.files)}</td>
                    <td>{workload.waiting.nextCloseAt ? <time dateTime={workload.waiting.nextCloseAt}>{new Date(workload.waiting.nextCloseAt).toLocaleTimeString()}</time> : <span class="quiet">–</span>}</td>
                    <td>{workload.deadLetters > 0 ? <Badge tone="bad">{number(workload.deadLetters)}</Badge> : '0'}</td>
                    <td>{workload.weight}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
      {place.id && <One name={place.id} />}
      <DeadLetters />
    </>
  );
}

function One({ name }: { name: string }) {
  const path = `api/workloads/${encodeURIComponent(name)}`;
  const { data: workload, error, refresh } = usePoll<Workload>(path, 2000);
  const ask = (verb: string) => async (): Promise<void> => {
    await change('POST', `${path}/${verb}`);
    refresh();
  };
  if (!workload) return <Panel title={name}><Trouble error={error} />{!error && <Loading what="the workload" />}</Panel>;
  const rule = workload.rule;
  return (
    <Panel title={name} aside={<Badge tone={tones[workload.status]}>{workload.status}</Badge>}>
      <Trouble error={error} />
      {workload.lastError && <p class="trouble" role="alert">The newest version of its document is not in force. <code>{workload.lastError.code}</code> {workload.lastError.detail}</p>}
      {workload.blocked?.map((blocked) => (
        <p class="trouble" role="alert" key={blocked.version}>{plural(blocked.files, 'file')} of version <code>{blocked.version.slice(0, 8)}</code> wait. <code>{blocked.code}</code> {blocked.detail} {blocked.mend}</p>
      ))}
      <Facts facts={[
        ['Document', workload.document],
        ['In force since', <When key="since" time={workload.validFrom} />],
        ['Takes', rule?.include?.join(', ')],
        ['But not', rule?.exclude?.join(', ')],
        ['Files a run', rule?.maxFiles],
        ['Waits at most', rule?.maxWait],
        ['Closes when quiet for', rule?.quietPeriod],
        ['Closes at the marker', rule?.markerFile],
        ['Files that wait', `${number(workload.waiting.files)}`],
        ['Weight', workload.weight],
        ['Tasks at a time', workload.maxActiveTasks],
      ]} />
      <div class="acts">
        {workload.status === 'Paused' ? <Act label="Resume" act={ask('resume')} /> : <Act label="Pause" act={ask('pause')} />}
        {workload.deadLetters > 0 && <Act label={`Replay ${plural(workload.deadLetters, 'dead letter')}`} act={ask('replay')} />}
      </div>
      <h3>Last runs</h3>
      {(workload.lastRuns ?? []).length === 0 ? <Empty>No run yet.</Empty> : (
        <ul class="plain">
          {workload.lastRuns!.map((run) => (
            <li key={run.id}><a href={linkTo('runs', run.id)}>{run.id.slice(0, 8)}</a> <Badge tone={toneOf(run.status)}>{run.status}</Badge> {run.files !== undefined && plural(run.files, 'file')} <When time={run.createdAt} /></li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function DeadLetters() {
  const { data, error, refresh } = usePoll<DeadLetterList>('api/dead-letters?top=100', 5000);
  const [said, setSaid] = useState('');
  const replay = (id: string) => async (): Promise<void> => {
    const done = await change<{ replayed: number; gone: number; failed: number }>('POST', `api/dead-letters/replay?id=${id}`);
    setSaid(done.replayed > 0 ? 'Taken in again.' : done.gone > 0 ? 'The file is not there any more.' : 'It failed again; the letter says why.');
    refresh();
  };
  return (
    <Panel title="Dead letters">
      <Trouble error={error} />
      {!data && !error && <Loading what="dead letters" />}
      {data?.deadLetters.length === 0 && <Empty>None: every file was taken in.</Empty>}
      {data && data.deadLetters.length > 0 && (
        <ul class="checks">
          {data.deadLetters.map((letter) => (
            <li key={letter.id}>
              <strong>{letter.container ? `${letter.container}/${letter.name}` : 'a message'}</strong> <code>{letter.code}</code> {letter.detail}
              <span class="quiet"> {plural(letter.attempts, 'attempt')}, <When time={letter.lastAt} /></span>
              <div class="acts"><Act label="Replay" act={replay(letter.id)} /></div>
            </li>
          ))}
        </ul>
      )}
      <span role="status" class="quiet">{said}</span>
    </Panel>
  );
}
