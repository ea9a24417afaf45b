import { useEffect, useRef, useState } from 'preact/hooks';
import { getJson } from './client';
import { key } from './key';
import { useStore } from './store';

export interface Polled<T> {
  data: T | undefined;
  error: Error | undefined;
  /** Asks again now. */
  refresh: () => void;
}

/**
 * Asks for JSON again and again while the page is visible. The pause is at least `pause` milliseconds and ten times what the last answer took,
 * so that a slow list is never asked for all the time. Without a path nothing is asked.
 */
export function usePoll<T>(path: string | null, pause = 2000, read: (path: string, signal: AbortSignal) => Promise<T> = getJson): Polled<T> {
  const [data, setData] = useState<T>();
  const [error, setError] = useState<Error>();
  const now = useRef<() => void>(() => {});
  const given = useStore(key.given);

  useEffect(() => {
    setData(undefined);
    setError(undefined);
  }, [path]);

  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running = false;

    const ask = async (): Promise<void> => {
      if (running || stop.signal.aborted) return;
      clearTimeout(timer);
      running = true;
      const began = performance.now();
      try {
        const answer = await read(path, stop.signal);
        if (!stop.signal.aborted) {
          setData(answer);
          setError(undefined);
        }
      } catch (failure) {
        if (!stop.signal.aborted) setError(failure as Error);
      } finally {
        running = false;
        if (!stop.signal.aborted && pause !== Infinity) timer = setTimeout(visible, Math.max(pause, 10 * (performance.now() - began)));
      }
    };
    const visible = (): void => {
      if (document.visibilityState === 'visible') void ask();
      else timer = setTimeout(visible, pause);
    };

    now.current = () => void ask();
    void ask();
    document.addEventListener('visibilitychange', visible);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', visible);
    };
  }, [path, pause, given]);

  return { data, error, refresh: () => now.current() };
}
