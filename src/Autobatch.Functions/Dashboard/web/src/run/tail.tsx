import { useEffect, useRef, useState } from 'preact/hooks';
import { problem, send } from '../api/client';
import { bytes } from '../ui/format';
import { Trouble } from '../ui/parts';

const most = 256 * 1024;

/** A file of a task as it grows: asks for what is new each second, and keeps the last 256 KiB. */
export function Tail({ path, name, live }: { path: string; name: string; live: boolean }) {
  const [text, setText] = useState('');
  const [size, setSize] = useState(0);
  const [error, setError] = useState<Error>();
  const place = useRef<HTMLPreElement>(null);
  const following = useRef(true);

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let at = 0;
    const decoder = new TextDecoder();
    let kept = '';
    setText('');
    setSize(0);
    setError(undefined);

    const read = async (): Promise<void> => {
      let again = live;
      try {
        const response = await send(path, { signal: stop.signal, headers: { Range: at === 0 ? `bytes=-${most}` : `bytes=${at}-` } });
        if (response.status === 206 || response.status === 200) {
          const part = new Uint8Array(await response.arrayBuffer());
          const end = /bytes (\d+)-(\d+)\//.exec(response.headers.get('Content-Range') ?? '');
          at = end ? Number(end[2]) + 1 : at + part.length;
          kept = (kept + decoder.decode(part, { stream: true })).slice(-most);
          setText(kept);
          setSize(at);
          setError(undefined);
          again ||= part.length > 0;
        } else if (response.status !== 416 && response.status !== 404) {
          setError(await problem(response));
        } else if (response.status === 404 && !live) {
          setError(await problem(response));
        }
      } catch (failure) {
        if (!stop.signal.aborted) setError(failure as Error);
      }
      if (again && !stop.signal.aborted) timer = setTimeout(() => void read(), 1000);
    };
    void read();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [path, live]);

  useEffect(() => {
    const element = place.current;
    if (element && following.current) element.scrollTop = element.scrollHeight;
  }, [text]);

  return (
    <div class="tail">
      <h3>{name} <span class="quiet">{bytes(size)}{live ? ', live' : ''}</span></h3>
      <Trouble error={error} />
      <pre
        ref={place}
        tabIndex={0}
        role="log"
        aria-label={`${name} of the task`}
        onScroll={({ currentTarget }) => (following.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < 24)}
      >{text || <span class="quiet">{live ? 'Nothing yet.' : 'Empty.'}</span>}</pre>
    </div>
  );
}
