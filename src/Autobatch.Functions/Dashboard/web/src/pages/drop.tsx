import { useRef } from 'preact/hooks';
import { useStore } from '../api/store';
import { FilesPanel } from '../drop/files';
import { ManifestPanel } from '../drop/manifest';
import { dropped, droppedFile, mostDropped, take, unread } from '../ui/dropped';
import { number } from '../ui/format';
import { Panel, Trouble } from '../ui/parts';

const mostManifests = 10;
const isManifest = (name: string): boolean => /\.job\.(json|ya?ml)$/i.test(name) || /^(job|manifest)\.(json|ya?ml)$/i.test(name);

const example = `{
  "schemaVersion": "1.0",
  "id": "hello",
  "tasks": [
    { "id": "greet", "commandLine": "/bin/echo hello" }
  ]
}
`;

/** What was dropped: each manifest is explained before it starts, a workload's rule makes a workload, and all other files go to one. */
export function Drop() {
  const all = useStore(dropped);
  const fault = useStore(unread);
  const chooser = useRef<HTMLInputElement>(null);
  const files = all.slice(0, mostDropped);
  const manifests = files.filter((file) => isManifest(file.file.name)).slice(0, mostManifests);
  const others = files.filter((file) => !manifests.includes(file));
  return (
    <>
      <Panel title="Drop">
        <div class="dropzone">
          <p>Drag files or folders onto this page, or any other. A manifest (<code>*.job.json</code>, <code>*.job.yaml</code>) shows what it would do before it starts, <code>*.workload.json</code> makes a workload, and all other files go to one.</p>
          <button type="button" class="main" onClick={() => chooser.current?.click()}>Choose files</button>
          <input ref={chooser} type="file" multiple hidden aria-label="Files to drop" onChange={(event) => { take([...(event.currentTarget.files ?? [])].map((file) => droppedFile(file))); event.currentTarget.value = ''; }} />
          <button type="button" onClick={() => take([droppedFile(new File([example], 'manifest.job.json'))])}>Write one here</button>
        </div>
        <Trouble error={fault} />
        {all.length > mostDropped && <p class="warning" role="status">The first {number(mostDropped)} files are taken. Put larger folders into storage.</p>}
      </Panel>
      {manifests.map((manifest) => <ManifestPanel key={manifest.id} dropped={manifest} />)}
      {others.length > 0 && <FilesPanel key={others[0]!.id} files={others} />}
    </>
  );
}
