import { usePoll } from '../api/poll';
import type { Application, ApplicationList } from '../api/types';
import { short, type Tone } from '../ui/format';
import { Badge, Empty, Loading, Panel, Trouble, When } from '../ui/parts';
import { linkTo, type Place } from '../ui/router';

export function Packages({ place }: { place: Place }) {
  const { data, error } = usePoll<ApplicationList>('api/packages', 5000);
  const ids = [...new Set(data?.applications.map((application) => application.applicationId) ?? [])];
  return (
    <>
      <Panel title="Packages">
        <Trouble error={error} />
        {!data && !error && <Loading what="packages" />}
        {data && Object.entries(data.unreachable).map(([name, said]) => <p class="trouble" role="alert" key={name}>Account <strong>{name}</strong> does not answer: {said}</p>)}
        {data && ids.length === 0 && <Empty>No application yet. Drop <code>packages/&#123;application&#125;/&#123;version&#125;.zip</code> into storage.</Empty>}
        {ids.length > 0 && (
          <div class="scroll" tabIndex={0} role="region" aria-label="Applications">
            <table>
              <thead><tr><th scope="col">Application</th><th scope="col">Account</th><th scope="col">Default version</th></tr></thead>
              <tbody>
                {data!.applications.map((a) => (
                  <tr key={`${a.account}/${a.applicationId}`}><td><a href={linkTo('packages', a.applicationId)}>{a.applicationId}</a></td><td>{a.account}</td><td>{a.defaultVersion ?? <span class="quiet">none</span>}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
      {place.id && <Versions application={place.id} />}
    </>
  );
}

const tones: Record<string, Tone> = { Active: 'good', Pending: 'busy' };

function Versions({ application }: { application: string }) {
  const { data, error } = usePoll<ApplicationList>(`api/packages/${encodeURIComponent(application)}`, 5000);
  return (
    <Panel title={`Versions of ${application}`}>
      <Trouble error={error} />
      {!data && !error && <Loading what="versions" />}
      {data?.applications.map((entry) => <VersionTable key={entry.account} entry={entry} />)}
    </Panel>
  );
}

function VersionTable({ entry }: { entry: Application }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Versions in ${entry.account}`}>
      <table>
        <caption>In {entry.account}</caption>
        <thead><tr><th scope="col">Version</th><th scope="col">State</th><th scope="col">Activated</th><th scope="col">SHA-256</th><th scope="col">Used by</th><th scope="col">Pruning</th></tr></thead>
        <tbody>
          {(entry.versions ?? []).map((version) => (
            <tr key={version.version}>
              <td>{version.version}{version.version === entry.defaultVersion && <> <Badge tone="calm">default</Badge></>}</td>
              <td><Badge tone={tones[version.state] ?? 'warn'}>{version.state}</Badge>{version.replacedAt && <div class="reason">replaced <When time={version.replacedAt} />; nodes keep the old bytes until they are reimaged</div>}</td>
              <td><When time={version.lastActivatedOn} /></td>
              <td>{version.sha256 ? <code title={version.sha256}>{short(version.sha256)}…</code> : <span class="quiet">unknown</span>}</td>
              <td>{version.uses.length === 0 ? <span class="quiet">nobody</span> : version.uses.join(', ')}</td>
              <td>{version.wouldPrune ? 'would delete it' : version.keptBecause ?? <span class="quiet">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
