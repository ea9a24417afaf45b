import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, ConnectionLost, type ManifestFault } from '../api/client';
import { ago, dateAndTime, number, type Tone } from './format';

export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

export function When({ time }: { time?: string | null }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 15_000);
    return () => clearInterval(timer);
  }, []);
  return time ? <time dateTime={time} title={dateAndTime(time)}>{ago(time)}</time> : <span class="quiet">–</span>;
}

/** A bar of shares; the words beside it say the same. */
export function Progress({ total, parts, label }: { total: number; parts: { value: number; tone: Tone }[]; label: string }) {
  const done = parts.filter((part) => part.tone !== 'busy').reduce((sum, part) => sum + part.value, 0);
  return (
    <div class="progress" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done} aria-valuetext={`${number(done)} of ${number(total)}`}>
      {parts.filter((part) => part.value > 0).map((part) => <Share key={part.tone} tone={part.tone} share={total === 0 ? 0 : part.value / total} />)}
    </div>
  );
}

/** A width is set by script, since the page's security policy allows no style attributes. */
function Share({ tone, share }: { tone: Tone; share: number }) {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (element.current) element.current.style.width = `${100 * share}%`;
  }, [share]);
  return <span ref={element} class={tone} />;
}

/** An error is a sentence with its code, and where it is in a document. */
export function Trouble({ error }: { error: Error | undefined }) {
  // The banner tells of a lost connection, once for the whole page.
  if (!error || error instanceof ConnectionLost) return null;
  return (
    <div class="trouble" role="alert">
      <p>{error instanceof ApiError && <code>{error.code}</code>} {error.message}</p>
      {error instanceof ApiError && <Faults faults={error.errors} />}
    </div>
  );
}

/** Faults with their places in a document and their mends. */
export function Faults({ faults }: { faults: readonly (ManifestFault & { mend?: string | null })[] }) {
  if (faults.length === 0) return null;
  return (
    <ul class="checks">
      {faults.map((fault, i) => (
        <li key={i}>
          {fault.code && <code>{fault.code}</code>} {fault.message}
          {fault.pointer !== undefined && <span class="quiet"> at <code>{fault.pointer || '/'}</code>{fault.line ? `, line ${fault.line}, column ${fault.column}` : ''}</span>}
          {fault.suggestion && <> Did you mean <code>{fault.suggestion}</code>?</>}
          {fault.mend && <div class="mend">{fault.mend}</div>}
        </li>
      ))}
    </ul>
  );
}

export function Loading({ what }: { what: string }) {
  return <p class="quiet" role="status">Asks for {what} …</p>;
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

export function Panel({ title, children, aside }: { title: string; children: ComponentChildren; aside?: ComponentChildren }) {
  const id = `panel-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  return (
    <section class="panel" aria-labelledby={id}>
      <header><h2 id={id}>{title}</h2>{aside}</header>
      {children}
    </section>
  );
}

export function Facts({ facts }: { facts: [string, ComponentChildren][] }) {
  const known = facts.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  if (known.length === 0) return null;
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}

/** A button that does something elsewhere: busy while it does, with its error beside it. */
export function Act({ label, act, confirm, tone }: { label: string; act: () => Promise<unknown>; confirm?: string; tone?: 'danger' | 'main' }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = async (): Promise<void> => {
    if (confirm && !window.confirm(confirm)) return;
    setBusy(true);
    setError(undefined);
    try {
      await act();
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" class={tone} disabled={busy} onClick={() => void run()}>{busy ? `${label} …` : label}</button>
      <Trouble error={error} />
      {error instanceof ConnectionLost && <span class="trouble" role="alert">{error.message}</span>}
    </>
  );
}
