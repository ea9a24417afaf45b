import { useState } from 'preact/hooks';
import { Create } from '../accounts/create';
import { knownStorage, Link } from '../accounts/link';
import { Quota } from '../accounts/quota';
import { change } from '../api/client';
import { usePoll } from '../api/poll';
import type { Account, AccountList, Doctor } from '../api/types';
import type { Tone } from '../ui/format';
import { Act, Badge, Empty, Facts, Loading, Panel, Trouble, When } from '../ui/parts';

const tones: Record<string, Tone> = { ok: 'good', works: 'good', warning: 'warn', conditional: 'warn', problem: 'bad', lost: 'bad', unknown: 'calm' };

const words: Record<string, string> = {
  applicationPackages: 'Application packages', mounts: 'Mounts', containersByName: 'Containers by name', sasUrls: 'Files by SAS', identityUrls: 'Files by identity',
};

export function Accounts() {
  const { data, error, refresh } = usePoll<AccountList>('api/accounts', 5000);
  const distinct = (values: readonly (string | undefined)[]): string[] => [...new Set(values.filter((value) => value !== undefined))];
  return (
    <>
      <Trouble error={error} />
      {!data && !error && <Loading what="accounts" />}
      {data?.accounts.length === 0 && <Panel title="Accounts"><Empty>No Batch account is configured.</Empty></Panel>}
      {data?.accounts.map((account) => <AccountPanel key={account.name} account={account} changed={refresh} />)}
      <datalist id={knownStorage}>{distinct(data?.accounts.map((account) => account.autoStorageAccountId) ?? []).map((id) => <option key={id} value={id} />)}</datalist>
      {data && data.accounts.length > 0 && <Create regions={distinct(data.accounts.map((account) => account.region))} />}
    </>
  );
}

function AccountPanel({ account, changed }: { account: Account; changed: () => void }) {
  const path = `api/accounts/${encodeURIComponent(account.name)}`;
  const { data: doctor, error, refresh } = usePoll<Doctor>(`${path}/doctor`, Infinity);
  const [said, setSaid] = useState('');
  const ask = (verb: string, words: string) => async (): Promise<void> => {
    await change('POST', `${path}/${verb}`);
    setSaid(words);
    changed();
    refresh();
  };
  return (
    <Panel title={account.name} aside={doctor ? <Badge tone={tones[doctor.state] ?? 'calm'}>{doctor.state}</Badge> : undefined}>
      {account.unreachable && <p class="trouble" role="alert">{account.unreachable}</p>}
      <Facts facts={[
        ['Region', account.region],
        ['Endpoint', account.endpoint],
        ['Autostorage', account.autoStorageAccountId ? <span title={account.autoStorageAccountId}>{account.autoStorageAccountId.split('/').at(-1)}, {account.autoStorageAuthentication}</span> : 'not linked'],
      ]} />
      <Quota account={account} />
      {/* Before what the doctor says: a form must not slip away under the pointer when that comes. */}
      <Link account={account} changed={() => { changed(); refresh(); }} />
      {doctor && (
        <>
          <h3>What the linked storage account gives</h3>
          <ul class="checks">
            {doctor.features.map((feature) => (
              <li key={feature.feature}>
                <Badge tone={tones[feature.state] ?? 'calm'}>{feature.state}</Badge> <strong>{words[feature.feature] ?? feature.feature}</strong> {feature.reason}
                {feature.mend && <div class="mend">{feature.mend}</div>}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Doctor</h3>
      <Trouble error={error} />
      {!doctor && !error && <Loading what="the doctor" />}
      {doctor && (
        <>
          <ul class="checks">
            {doctor.checks.map((check) => (
              <li key={check.name}>
                <Badge tone={tones[check.state] ?? 'calm'}>{check.state}</Badge> <strong>{check.name}</strong> {check.line}
                {check.mend && <div class="mend">{check.mend}</div>}
              </li>
            ))}
          </ul>
          <p class="quiet">Looked over <When time={doctor.checkedAt} />.</p>
        </>
      )}
      <div class="acts">
        <button type="button" onClick={refresh}>Look again</button>
        <Act label="Drain" confirm={`No run will start in ${account.name} any more, and runs go on in other accounts where they may. Drain it?`} act={ask('drain', 'The account is being drained.')} />
        <Act label="End draining" act={ask('undrain', 'The account takes runs again.')} />
        <span role="status" class="quiet">{said}</span>
      </div>
    </Panel>
  );
}
