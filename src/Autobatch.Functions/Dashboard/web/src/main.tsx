import { render } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { connection } from './api/connection';
import { key } from './api/key';
import { useStore } from './api/store';
import { Accounts } from './pages/accounts';
import { Drop } from './pages/drop';
import { Packages } from './pages/packages';
import { Pools } from './pages/pools';
import { RunPage } from './pages/run';
import { Runs } from './pages/runs';
import { Workloads } from './pages/workloads';
import { filesOf, take } from './ui/dropped';
import { clock } from './ui/format';
import { go, linkTo, usePlace, type Place } from './ui/router';

const pages: Record<string, string> = { runs: 'Runs', pools: 'Pools', accounts: 'Accounts', packages: 'Packages', workloads: 'Workloads', drop: 'Drop' };

function App() {
  const place = usePlace();
  const title = pages[place.page] ?? 'Runs';
  const asked = useStore(key.wanted);
  useEffect(() => {
    document.title = place.id === undefined ? `${title} · Autobatch` : `${place.id.slice(0, 16)} · ${title} · Autobatch`;
    document.getElementById('content')?.scrollTo(0, 0);
  }, [place.page, place.id]);
  const over = useDrops();

  return (
    <>
      <a class="skip" href="#content" onClick={(event) => { event.preventDefault(); document.getElementById('content')?.focus(); }}>Skip to the content</a>
      <header class="top">
        <a class="brand" href={linkTo('runs')}>Autobatch</a>
        <nav aria-label="Pages">
          {Object.entries(pages).map(([page, name]) => <a key={page} href={linkTo(page)} aria-current={page === place.page ? 'page' : undefined}>{name}</a>)}
        </nav>
      </header>
      <Connection />
      <main id="content" tabIndex={-1}>
        {(place.page !== 'runs' || place.id === undefined) && <h1 class="unseen">{title}</h1>}
        <Content place={place} />
      </main>
      {asked && <KeyDialog />}
      {over && <div class="over" aria-hidden="true">Let go to see what it would do</div>}
    </>
  );
}

function Content({ place }: { place: Place }) {
  switch (place.page) {
    case 'pools': return <Pools />;
    case 'accounts': return <Accounts />;
    case 'packages': return <Packages place={place} />;
    case 'workloads': return <Workloads place={place} />;
    case 'drop': return <Drop />;
    default: return place.id === undefined ? <Runs place={place} /> : <RunPage key={place.id} place={place} />;
  }
}

/** Takes files that are dropped anywhere on the page to where they are explained; tells whether some are over it. */
function useDrops(): boolean {
  const [over, setOver] = useState(false);
  // Before the page is seen: the browser opens what nobody takes.
  useLayoutEffect(() => {
    const isFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const dragged = (event: DragEvent): void => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const left = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const letGo = async (event: DragEvent): Promise<void> => {
      setOver(false);
      if (!isFiles(event)) return;
      event.preventDefault();
      try {
        take(await filesOf(event.dataTransfer!));
      } catch (failure) {
        // All or nothing: half of a folder would be taken for the whole.
        take([], new Error(`What was dropped could not be read: ${(failure as Error).message}`));
      }
      go(linkTo('drop'));
    };
    const drop = (event: DragEvent): void => void letGo(event);
    addEventListener('dragenter', dragged);
    addEventListener('dragover', dragged);
    addEventListener('dragleave', left);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', dragged);
      removeEventListener('dragover', dragged);
      removeEventListener('dragleave', left);
      removeEventListener('drop', drop);
    };
  }, []);
  return over;
}

/** Says since when what the page shows is old. */
function Connection() {
  const since = useStore(connection.lostSince);
  return <div role="status">{since && <p class="banner">The app does not answer since {clock(since)}. What you see is from before; the page goes on by itself when it is back.</p>}</div>;
}

function KeyDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [secret, setSecret] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="key-title" onClose={() => key.cancel()}>
      <form method="dialog" onSubmit={() => key.give(secret.trim())}>
        <h2 id="key-title">The app asks for a key</h2>
        <p>A function key of the app; changes of accounts want the master key. It is kept for this tab only.</p>
        <label>Key <input type="password" autocomplete="off" required value={secret} onInput={(event) => setSecret(event.currentTarget.value)} /></label>
        <div class="acts"><button class="main">Use it</button><button type="button" onClick={() => dialog.current?.close()}>Not now</button></div>
      </form>
    </dialog>
  );
}

render(<App />, document.getElementById('app')!);
