import { createParser } from 'eventsource-parser';
import { useEffect, useState } from 'preact/hooks';
import { problem, send } from './client';
import { key } from './key';
import { useStore } from './store';
import type { Run } from './types';

/** Follows a run by server-sent events until it has ended; comes back with `Last-Event-ID` after a break. */
export function useRunEvents(id: string): { run: Run | undefined; error: Error | undefined } {
  const [run, setRun] = useState<Run>();
  const [error, setError] = useState<Error>();
  const given = useStore(key.given);

  useEffect(() => {
    const stop = new AbortController();
    setRun(undefined);
    setError(undefined);
    void follow(id, stop.signal, setRun, setError);
    return () => stop.abort();
  }, [id, given]);

  return { run, error };
}

async function follow(id: string, signal: AbortSignal, tell: (run: Run) => void, fail: (error: Error | undefined) => void): Promise<void> {
  let last: string | undefined;
  let ended = false;
  const parser = createParser({
    onEvent(event) {
      last = event.id ?? last;
      ended ||= event.event === 'end';
      tell(JSON.parse(event.data) as Run);
    },
  });
  for (let tries = 0; !ended && !signal.aborted; tries++) {
    try {
      const response = await send(`api/runs/${id}/events`, { signal, headers: last ? { 'Last-Event-ID': last } : {} });
      if (response.status === 204) return;
      if (!response.ok || !response.body) {
        const refused = await problem(response);
        fail(refused);
        if (response.status < 500) return;
      } else {
        fail(undefined);
        tries = 0;
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value);
        parser.reset();
      }
    } catch (failure) {
      if (signal.aborted) return;
      parser.reset();
      fail(failure as Error);
    }

    if (!ended) await sleep(Math.min(1000 * 2 ** Math.min(tries, 4), 10_000), signal);
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    }, { once: true });
  });
}
