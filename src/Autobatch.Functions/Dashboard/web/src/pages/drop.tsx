import { useMemo, useRef, useState } from 'preact/hooks';
import { ApiError, getJson, problem, send } from '../api/client';
import { usePoll } from '../api/poll';
import type { Explained, Run, WorkloadList } from '../api/types';
import { bytes, number, plural } from '../ui/format';
import { Act, Badge, Empty, Facts, Panel, Trouble } from '../ui/parts';
import { go, linkTo } from '../ui/router';

interface Manifest {
  name: string;
  text: string;
  type: string;
}

/** Files come here: a manifest is explained before it starts, anything else goes to a workload. */
export function Drop() {
  const [manifest, setManifest] = useState<Manifest>();
  const [files, setFiles] = useState<File[]>([]);
  const [over, setOver] = useState(false);
  const [error, setError] = useState<Error>();
  const chooser = useRef<HTMLInputElement>(null);

  const take = async (dropped: File[]): Promise<void> => {
    setError(undefined);
    const first = dropped[0];
    if (dropped.length === 1 && first && isManifest(first.name)) {
      if (first.size > 16 * 1024 * 1024) return setError(new Error(`${first.name} is too large for a manifest.`));
      setFiles([]);
      setManifest({ name: first.name, text: await first.text(), type: /\.ya?ml$/i.test(first.name) ? 'application/yaml' : 'application/json' });
    } else if (dropped.length > 0) {
      setManifest(undefined);
      setFiles(dropped);
    }
  };

  return (
    <>
      <Panel title="Drop">
        <div
          class={over ? 'dropzone over' : 'dropzone'}
          onDragOver={(event) => { event.preventDefault(); setOver(true); }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => { event.preventDefault(); setOver(false); void take([...(event.dataTransfer?.files ?? [])]); }}
        >
          <p>Drag a manifest here (<code>*.job.json</code>, <code>*.job.yaml</code>): you see what it would do before it starts. Any other files go to a workload.</p>
          <button type="button" class="main" onClick={() => chooser.current?.click()}>Choose files</button>
          <input ref={chooser} type="file" multiple hidden aria-label="Files to drop" onChange={(event) => { void take([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }} />
          <button type="button" onClick={() => { setFiles([]); setManifest({ name: 'manifest.job.json', text: example, type: 'application/json' }); }}>Write one here</button>
        </div>
        <Trouble error={error} />
        {error && !(error instanceof ApiError) && <p class="trouble" role="alert">{error.message}</p>}
      </Panel>
      {manifest && <ManifestPanel manifest={manifest} change={setManifest} />}
      {files.length > 0 && <FilesPanel files={files} done={() => setFiles([])} />}
    </>
  );
}

const example = `{
  "schemaVersion": "1.0",
  "id": "hello",
  "tasks": [
    { "id": "greet", "commandLine": "/bin/echo hello" }
  ]
}
`;

const isManifest = (name: string): boolean => /\.job\.(json|ya?ml)$/i.test(name) || /^(job|manifest)\.(json|ya?ml)$/i.test(name);

function ManifestPanel({ manifest, change: edit }: { manifest: Manifest; change: (manifest: Manifest) => void }) {
  const [explained, setExplained] = useState<Explained>();
  const [of, setOf] = useState<string>();
  const attempt = useMemo(() => crypto.randomUUID(), [manifest.text]);
  const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> => send(path, { method: 'POST', body: manifest.text, headers: { 'Content-Type': manifest.type, ...headers } });
  const explain = async (): Promise<void> => {
    const response = await ask('api/explain');
    if (!response.ok) throw await problem(response);
    setExplained((await response.json()) as Explained);
    setOf(manifest.text);
  };
  const start = async (): Promise<void> => {
    // The key makes a second click, or a lost answer, meet the same run.
    const response = await ask('api/runs', { 'Idempotency-Key': attempt });
    if (!response.ok) throw await problem(response);
    go(linkTo('runs', ((await response.json()) as Run).id));
  };
  const current = of === manifest.text ? explained : undefined;
  return (
    <Panel title={manifest.name}>
      <textarea aria-label="Manifest" spellcheck={false} rows={14} value={manifest.text} onInput={(event) => edit({ ...manifest, text: event.currentTarget.value })} />
      <div class="acts">
        <Act label="Explain" act={explain} />
        <Act label="Start the run" tone="main" act={start} />
      </div>
      {current && <Explanation explained={current} />}
    </Panel>
  );
}

function Explanation({ explained }: { explained: Explained }) {
  return (
    <div role="region" aria-label="What the manifest would do">
      <h3>{explained.ok ? <><Badge tone="good">ok</Badge> Nothing stands against it</> : <><Badge tone="bad">{plural(explained.faults.length, 'fault')}</Badge> It would not run</>}</h3>
      {explained.faults.length > 0 && (
        <ul class="checks">
          {explained.faults.map((fault, i) => (
            <li key={i}>
              <code>{fault.code}</code> {fault.message}
              {fault.pointer !== undefined && <span class="quiet"> at <code>{fault.pointer || '/'}</code>{fault.line ? `, line ${fault.line}, column ${fault.column}` : ''}</span>}
              {fault.suggestion && <> Did you mean <code>{fault.suggestion}</code>?</>}
              <div class="mend">{fault.mend}</div>
            </li>
          ))}
        </ul>
      )}
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
        <details><summary>The first task as Batch would get it</summary><pre>{JSON.stringify(explained.bodies.firstTask, null, 2)}</pre></details>
      )}
    </div>
  );
}

function FilesPanel({ files, done }: { files: File[]; done: () => void }) {
  const { data } = usePoll<WorkloadList>('api/workloads', 10_000);
  const [workload, setWorkload] = useState('');
  const [said, setSaid] = useState('');
  const names = (data?.workloads ?? []).filter((w) => w.status === 'Active' || w.status === 'Paused').map((w) => w.name);
  const chosen = workload || names[0] || '';
  const upload = async (): Promise<void> => {
    for (const [at, file] of files.entries()) {
      setSaid(`Uploads ${at + 1} of ${files.length}: ${file.name}`);
      const path = (file.webkitRelativePath || file.name).split('/').map(encodeURIComponent).join('/');
      const response = await send(`api/workloads/${encodeURIComponent(chosen)}/files/${path}`, { method: 'PUT', body: file, headers: { 'Content-Type': 'application/octet-stream' } });
      if (!response.ok) throw await problem(response);
    }
    setSaid('');
    await getJson(`api/workloads/${encodeURIComponent(chosen)}`);
    done();
    go(linkTo('workloads', chosen));
  };
  return (
    <Panel title={plural(files.length, 'file')}>
      <ul class="plain">{files.slice(0, 20).map((file) => <li key={file.name}>{file.name} <span class="quiet">{bytes(file.size)}</span></li>)}{files.length > 20 && <li class="quiet">and {files.length - 20} more</li>}</ul>
      {data && names.length === 0 && <Empty>There is no workload to take them. Drop a manifest, or make a workload first.</Empty>}
      {names.length > 0 && (
        <div class="acts">
          <label>Workload <select value={chosen} onChange={(event) => setWorkload(event.currentTarget.value)}>{names.map((name) => <option key={name}>{name}</option>)}</select></label>
          <Act label="Upload" tone="main" act={upload} />
          <span role="status" class="quiet">{said}</span>
        </div>
      )}
    </Panel>
  );
}
