import { useEffect, useState } from 'preact/hooks';
import { send } from '../api/client';
import { clock, number } from '../ui/format';
import { Badge, Panel } from '../ui/parts';
import { failureOf, type Failures as Group } from './tasks';

const mostShown = 20;
const mostBytes = 2048;
const mostLines = 6;

/** Failures by cause, each with the first one: what Batch says of it and the end of what it wrote to standard error. */
export function Failures({ runId, groups, open }: { runId: string; groups: readonly Group[]; open: (id: string) => void }) {
  if (groups.length === 0) return null;
  return (
    <Panel title="Failures">
      <ul class="checks">
        {groups.slice(0, mostShown).map((group) => (
          <li key={group.cause}>
            <Badge tone="bad">{number(group.count)}</Badge> <strong>{group.cause}</strong> {failureOf(group.first)?.message}
            <div>First: <button type="button" class="link" onClick={() => open(group.first.id)}>task {group.first.id}</button>{group.first.endTime && <> at {clock(group.first.endTime)}</>}</div>
            {group.first.startTime && <LastWords key={group.first.id} path={`api/runs/${runId}/tasks/${encodeURIComponent(group.first.id)}/files/stderr.txt`} task={group.first.id} />}
          </li>
        ))}
      </ul>
      {groups.length > mostShown && <p class="quiet">And {number(groups.length - mostShown)} more causes.</p>}
    </Panel>
  );
}

/** The last lines of a task's standard error; nothing when it wrote none, or they are gone. */
function LastWords({ path, task }: { path: string; task: string }) {
  const [text, setText] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    send(path, { signal: stop.signal, headers: { Range: `bytes=-${mostBytes}` } })
      .then(async (response) => {
        if (response.ok) setText((await response.text()).trimEnd().split('\n').slice(-mostLines).join('\n'));
      })
      .catch(() => {});
    return () => stop.abort();
  }, [path]);
  return text ? <pre class="words" tabIndex={0} aria-label={`End of standard error of task ${task}`}>{text}</pre> : null;
}
