import Papa from 'papaparse';
import { useEffect, useState } from 'preact/hooks';
import { getJson, problem, send } from '../api/client';
import { usePoll } from '../api/poll';
import type { Output, OutputList } from '../api/types';
import { bytes, plural } from '../ui/format';
import { Empty, Loading, Trouble, When } from '../ui/parts';

const images: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', avif: 'image/avif', bmp: 'image/bmp', svg: 'image/svg+xml' };
const texts = ['txt', 'log', 'md', 'csv', 'tsv', 'json', 'jsonl', 'xml', 'yaml', 'yml', 'html', 'htm', 'ini', 'toml'];
const mostPreview = 2 * 1024 * 1024;
const mostShown = 500;

/** The run's outputs below a folder, with previews. */
export function Outputs({ runId, settled, task }: { runId: string; settled: boolean; task?: string }) {
  const { data, error } = usePoll<Output[]>(`api/runs/${runId}/outputs`, settled ? Infinity : 5000, readOutputs);
  const [shown, setShown] = useState<Output>();
  const folder = task === undefined ? undefined : `/${task}/`;
  const outputs = (data ?? []).filter((output) => folder === undefined || output.name.slice(output.name.indexOf('/')).startsWith(folder));
  return (
    <>
      <Trouble error={error} />
      {!data && !error && <Loading what="outputs" />}
      {data && outputs.length === 0 && <Empty>{settled ? 'No outputs.' : 'No outputs yet.'}</Empty>}
      {outputs.length > 0 && (
        <div class="scroll tall" tabIndex={0} role="region" aria-label={task === undefined ? 'List of outputs' : `Outputs of task ${task}`}>
          <table>
            <thead><tr><th scope="col">Output</th><th scope="col">Size</th><th scope="col">Written</th><th scope="col">Get</th></tr></thead>
            <tbody>
              {outputs.slice(0, mostShown).map((output) => (
                <tr key={`${output.container}/${output.name}`} class={shown === output ? 'chosen' : ''}>
                  <td><button type="button" class="link" aria-expanded={shown?.link === output.link} onClick={() => setShown(shown?.link === output.link ? undefined : output)}>{output.name.slice(output.name.indexOf('/') + 1)}</button></td>
                  <td>{bytes(output.size)}</td>
                  <td><When time={output.lastModified} /></td>
                  <td><Download path={output.link} name={output.name.split('/').at(-1)!} label="Download" /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {outputs.length > mostShown && <p class="quiet">The first {mostShown} of {plural(outputs.length, 'output')}; all of them come with “Download all”.</p>}
      {shown && <Preview output={shown} />}
    </>
  );
}

async function readOutputs(path: string, signal: AbortSignal): Promise<Output[]> {
  const outputs: Output[] = [];
  let token: string | undefined;
  do {
    const page = await getJson<OutputList>(`${path}?top=1000${token ? `&continuationToken=${encodeURIComponent(token)}` : ''}`, signal);
    outputs.push(...page.outputs);
    token = page.continuationToken;
  } while (token && outputs.length < 5000);
  return outputs;
}

/** Fetched with the key in a header rather than by a link with the key in its address. */
export function Download({ path, name, label, shown = label }: { path: string; name: string; label: string; shown?: string }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const get = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const response = await send(path);
      if (!response.ok) throw await problem(response);
      const url = URL.createObjectURL(await response.blob());
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setBusy(false);
    }
  };
  return <><button type="button" aria-label={`${label} ${name}`} disabled={busy} onClick={() => void get()}>{busy ? 'Fetches …' : shown}</button><Trouble error={error} /></>;
}

type Content = { image: string } | { rows: string[][]; cut: boolean } | { text: string; cut: boolean } | { none: string };

/** Text is shown as text and images as images, so nothing that a task wrote can run here. */
function Preview({ output }: { output: Output }) {
  const [content, setContent] = useState<Content>();
  const [error, setError] = useState<Error>();
  useEffect(() => {
    const stop = new AbortController();
    let url: string | undefined;
    setContent(undefined);
    setError(undefined);
    read(output, stop.signal).then(
      (read) => {
        if ('image' in read) url = read.image;
        if (stop.signal.aborted) {
          if (url) URL.revokeObjectURL(url);
        } else setContent(read);
      },
      (failure: unknown) => {
        if (!stop.signal.aborted) setError(failure as Error);
      },
    );
    return () => {
      stop.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [output.link]);

  const name = output.name.split('/').at(-1)!;
  return (
    <div class="preview" role="region" aria-label={`Preview of ${name}`} tabIndex={0}>
      <h3>{name}</h3>
      <Trouble error={error} />
      {!content && !error && <Loading what="the file" />}
      {content && 'none' in content && <Empty>{content.none}</Empty>}
      {content && 'image' in content && <img src={content.image} alt={`Output ${name}`} />}
      {content && 'text' in content && <pre>{content.text}</pre>}
      {content && 'rows' in content && (
        <table>
          <thead><tr>{(content.rows[0] ?? []).map((cell, i) => <th scope="col" key={i}>{cell}</th>)}</tr></thead>
          <tbody>{content.rows.slice(1).map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j}>{cell}</td>)}</tr>)}</tbody>
        </table>
      )}
      {content && 'cut' in content && content.cut && <p class="quiet">The rest is left out here; download it to see all.</p>}
    </div>
  );
}

async function read(output: Output, signal: AbortSignal): Promise<Content> {
  const kind = output.name.split('.').at(-1)!.toLowerCase();
  if (output.size === 0) return { none: 'The file is empty.' };
  const image = images[kind];
  if (image) {
    if (output.size > 32 * 1024 * 1024) return { none: 'The image is too large to show here; download it.' };
    return { image: URL.createObjectURL(new Blob([await (await ask(output, {}, signal)).arrayBuffer()], { type: image })) };
  }
  const part = await (await ask(output, output.size > mostPreview ? { Range: `bytes=0-${mostPreview - 1}` } : {}, signal)).arrayBuffer();
  const cut = output.size > mostPreview;
  if (!texts.includes(kind) && new Uint8Array(part).subarray(0, 4096).includes(0)) return { none: 'A binary file; download it.' };
  const text = new TextDecoder().decode(part);
  if (kind === 'csv' || kind === 'tsv') {
    const rows = Papa.parse<string[]>(text, { delimiter: kind === 'tsv' ? '\t' : '', preview: mostShown + 1, skipEmptyLines: true }).data;
    return { rows, cut: cut || rows.length > mostShown };
  }
  if (kind === 'json' && !cut) {
    try {
      return { text: JSON.stringify(JSON.parse(text), null, 2), cut: false };
    } catch {
      return { text, cut };
    }
  }
  return { text, cut };
}

async function ask(output: Output, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  const response = await send(output.link, { headers, signal });
  if (!response.ok) throw await problem(response);
  return response;
}
