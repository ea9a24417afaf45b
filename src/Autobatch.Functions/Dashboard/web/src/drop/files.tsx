import { useState } from 'preact/hooks';
import { usePoll } from '../api/poll';
import type { WorkloadList } from '../api/types';
import type { Dropped } from '../ui/dropped';
import { bytes, number, plural } from '../ui/format';
import { Act, Empty, Panel, Trouble } from '../ui/parts';
import { go, linkTo } from '../ui/router';
import { isDocument, makeWorkload, refusalOf, upload, workloadOf } from './upload';

const mostShown = 50;

/** Files for a workload, each with how far it is. What cannot be sent is told before anything is. */
export function FilesPanel({ files }: { files: readonly Dropped[] }) {
  const { data, error, refresh } = usePoll<WorkloadList>('api/workloads', 10_000);
  const [chosen, setChosen] = useState('');
  const [states, setStates] = useState<ReadonlyMap<string, Error | 'sends' | 'sent'>>(
    () => new Map(files.flatMap((file) => { const refused = refusalOf(file); return refused ? [[file.id, refused] as const] : []; })),
  );
  const names = (data?.workloads ?? []).filter((w) => w.status === 'Active' || w.status === 'Paused').map((w) => w.name);
  const workload = chosen || names[0] || '';
  const left = files.filter((file) => !isDocument(file) && !refusalOf(file) && states.get(file.id) !== 'sent');
  const sent = [...states.values()].filter((state) => state === 'sent').length;

  const tell = (file: Dropped, state: Error | 'sends' | 'sent'): void => setStates((before) => new Map(before).set(file.id, state));
  const make = (document: Dropped) => async (): Promise<void> => {
    setChosen(await makeWorkload(document));
    tell(document, 'sent');
    refresh();
    if (files.length === 1) go(linkTo('workloads', workloadOf(document)));
  };
  const send = async (): Promise<void> => {
    let failed = false;
    await upload(workload, left, (file, state) => {
      failed ||= state instanceof Error;
      tell(file, state);
    });
    if (!failed && files.every((file) => !refusalOf(file))) go(linkTo('workloads', workload));
  };
  // Whatever needs a look comes first.
  const shown = [...files].sort((a, b) => Number(states.get(b.id) instanceof Error) - Number(states.get(a.id) instanceof Error)).slice(0, mostShown);
  return (
    <Panel title={plural(files.length, 'file')}>
      <ul class="plain files">
        {shown.map((file) => {
          const state = states.get(file.id);
          return (
            <li key={file.id}>
              {file.path} <span class="quiet">{bytes(file.file.size)}{state === 'sends' ? ', is sent …' : state === 'sent' ? ', sent' : ''}</span>
              {state instanceof Error && <Trouble error={state} />}
              {isDocument(file) && state !== 'sent' && <Act label={`Make the workload ${workloadOf(file)}`} tone="main" act={make(file)} />}
            </li>
          );
        })}
        {files.length > mostShown && <li class="quiet">and {number(files.length - mostShown)} more</li>}
      </ul>
      <Trouble error={error} />
      {left.length > 0 && data && names.length === 0 && <Empty>There is no workload to take them yet. Drop its rule, <code>*.workload.json</code>, first; or drop a manifest.</Empty>}
      {left.length > 0 && names.length > 0 && (
        <div class="acts">
          <label>Workload <select value={workload} onChange={(event) => setChosen(event.currentTarget.value)}>{names.map((name) => <option key={name}>{name}</option>)}</select></label>
          <Act label={left.length === files.length ? 'Upload' : `Upload ${plural(left.length, 'file')}`} tone="main" act={send} />
        </div>
      )}
      <p role="status" class="quiet">{sent > 0 && <>{plural(sent, 'file')} sent. {left.length === 0 && workload && <a href={linkTo('workloads', workload)}>See {workload}</a>}</>}</p>
    </Panel>
  );
}
