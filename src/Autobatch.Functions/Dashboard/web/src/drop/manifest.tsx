import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiError, change } from '../api/client';
import type { Explained, Run } from '../api/types';
import type { Dropped } from '../ui/dropped';
import { bytes, number, plural } from '../ui/format';
import { Act, Badge, Facts, Faults, Panel, Trouble } from '../ui/parts';
import { go, linkTo } from '../ui/router';

const mostBytes = 16 * 1024 * 1024;

/** A manifest: what it would do is seen at once, and again after each change that is explained; then it may start. */
export function ManifestPanel({ dropped }: { dropped: Dropped }) {
  const [text, setText] = useState<string>();
  const [error, setError] = useState<Error>();
  const [explained, setExplained] = useState<{ of: string; said: Explained }>();
  const attempt = useMemo(() => crypto.randomUUID(), [text]);
  const type = /\.ya?ml$/i.test(dropped.file.name) ? 'application/yaml' : 'application/json';

  const post = <T,>(path: string, body: string, headers: Record<string, string> = {}): Promise<T> => change<T>('POST', path, body, { 'Content-Type': type, ...headers });
  const explain = async (of: string): Promise<void> => {
    setError(undefined);
    setExplained({ of, said: await post<Explained>('api/explain', of) });
  };
  // The key makes a second click, or a lost answer, meet the same run.
  const start = async (): Promise<void> => go(linkTo('runs', (await post<Run>('api/runs', text!, { 'Idempotency-Key': attempt })).id));

  useEffect(() => {
    if (dropped.file.size > mostBytes) return setError(new ApiError(413, 'BodyTooLarge', `${dropped.path} has ${bytes(dropped.file.size)}; a manifest has at most ${bytes(mostBytes)}.`));
    dropped.file.text().then(async (read) => {
      setText(read);
      await explain(read);
    }).catch(setError);
  }, []);

  return (
    <Panel title={dropped.path}>
      <Trouble error={error} />
      {text !== undefined && (
        <>
          <textarea aria-label="Manifest" spellcheck={false} rows={Math.min(14, text.split('\n').length + 1)} value={text} onInput={(event) => setText(event.currentTarget.value)} />
          <div class="acts">
            <Act label="Explain" act={() => explain(text)} />
            <Act label="Start the run" tone="main" act={start} />
          </div>
        </>
      )}
      {explained && explained.of === text && <Explanation explained={explained.said} />}
    </Panel>
  );
}

function Explanation({ explained }: { explained: Explained }) {
  return (
    <div role="region" aria-label="What the manifest would do">
      <h3>{explained.ok ? <><Badge tone="good">ok</Badge> Nothing stands against it</> : <><Badge tone="bad">{plural(explained.faults.length, 'fault')}</Badge> It would not run</>}</h3>
      <Faults faults={explained.faults} />
      <Facts facts={[
        ['Tasks', explained.tasks !== undefined && number(explained.tasks)],
        ['Requests to add them', explained.chunks !== undefined && number(explained.chunks)],
        ['Input files', explained.files && `${number(explained.files.matched)} in ${explained.files.container}/${explained.files.blobPrefix}`],
        ['Largest task', explained.sizes && `${bytes(explained.sizes.taskBytes.largest)} of ${bytes(explained.sizes.taskBytes.limit)}`],
        ['Packages', explained.packages && explained.packages.length > 0 && explained.packages.map((p) => `${p.applicationId} ${p.version ?? ''} (${p.state})`).join(', ')],
        ['Pool', explained.pool && `${explained.pool.id ?? 'auto pool'} (${explained.pool.state})${explained.pool.fits === false ? ', too small for a task' : ''}`],
        ['Account', explained.placement && `${(explained.placement as { account?: string }).account ?? '–'}`],
        ['Room', explained.quota && (explained.quota.hasRoom ? 'starts at once' : `waits: ${explained.quota.activeJobs} of ${explained.quota.forRuns ?? '?'} jobs are active`)],
        ['Cost at most', explained.cost && ((explained.cost as { atMost?: number | null }).atMost != null ? `${(explained.cost as { atMost?: number }).atMost} ${(explained.cost as { currency?: string }).currency}` : undefined)],
      ]} />
      {explained.bodies?.firstTask !== undefined && explained.bodies.firstTask !== null && (
        <details><summary>The first task as Batch would get it</summary><pre tabIndex={0}>{JSON.stringify(explained.bodies.firstTask, null, 2)}</pre></details>
      )}
    </div>
  );
}
