import { useState } from 'preact/hooks';
import { change } from '../api/client';
import { usePoll } from '../api/poll';
import type { Account, AccountList, Doctor } from '../api/types';
import { plural, type Tone } from '../ui/format';
import { Act, Badge, Empty, Facts, Loading, Panel, Progress, Trouble, When } from '../ui/parts';

const tones: Record<string, Tone> = { ok: 'good', works: 'good', warning: 'warn', conditional: 'warn', problem: 'bad', lost: 'bad', unknown: 'calm' };

const words: Record<string, string> = {
  applicationPackages: 'Application packages', mounts: 'Mounts', containersByName: 'Containers by name', sasUrls: 'Files by SAS', identityUrls: 'Files by identity',
};

export function Accounts() {
  const { data, error, refresh } = usePoll<AccountList>('api/accounts', 5000);
  return (
    <>
      <Trouble error={error} />
      {!data && !error && <Loading what="accounts" />}
      {data?.accounts.length === 0 && <Panel title="Accounts"><Empty>No Batch account is configured.</Empty></Panel>}
      {data?.accounts.map((account) => <AccountPanel key={account.name} account={account} changed={refresh} />)}
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
      {account.quota && <Quota account={account} />}
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
          <h3>What the linked storage account gives</h3>
          <ul class="checks">
            {doctor.features.map((feature) => (
              <li key={feature.feature}>
                <Badge tone={tones[feature.state] ?? 'calm'}>{feature.state}</Badge> <strong>{words[feature.feature] ?? feature.feature}</strong> {feature.reason}
                {feature.mend && <div class="mend">{feature.mend}</div>}
              </li>
            ))}
          </ul>
          <p class="quiet">Looked over <When time={doctor.checkedAt} />.</p>
        </>
      )}
      <div class="acts">
        <button type="button" onClick={refresh}>Look again</button>
        <Act label="Synchronise storage keys" act={ask('autostorage/sync-keys', 'Batch reads the storage keys again.')} />
        <Act label="Drain" confirm={`No run will start in ${account.name} any more, and runs go on in other accounts where they may. Drain it?`} act={ask('drain', 'The account is being drained.')} />
        <Act label="End draining" act={ask('undrain', 'The account takes runs again.')} />
        <span role="status" class="quiet">{said}</span>
      </div>
    </Panel>
  );
}

function Quota({ account }: { account: Account }) {
  const quota = account.quota!;
  return (
    <>
      {quota.activeJobs !== undefined && account.activeJobs !== undefined && (
        <div class="quota">
          <span>Active jobs</span>
          <Progress label={`Active jobs of ${account.name}`} total={quota.activeJobs} parts={[{ value: account.activeJobs, tone: account.activeJobs >= quota.activeJobs - 10 ? 'bad' : 'good' }]} />
          <span>{account.activeJobs} of {quota.activeJobs}</span>
        </div>
      )}
      <p class="quiet">
        {[quota.pools !== undefined && plural(quota.pools, 'pool'), quota.dedicatedCores !== undefined && plural(quota.dedicatedCores, 'dedicated core'), quota.lowPriorityCores !== undefined && plural(quota.lowPriorityCores, 'low-priority core')].filter(Boolean).join(', ')} at most.
      </p>
    </>
  );
}
