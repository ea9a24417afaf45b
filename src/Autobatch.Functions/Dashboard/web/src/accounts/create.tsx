import { useState } from 'preact/hooks';
import { changeAccount } from '../api/operation';
import { Act, Panel } from '../ui/parts';
import { LinkFields, linkBody, noLink } from './link';

/** Makes a Batch account beside the first one. */
export function Create({ regions }: { regions: readonly string[] }) {
  const [name, setName] = useState('');
  const [location, setLocation] = useState(regions[0] ?? '');
  const [link, setLink] = useState(noLink);
  const [own, setOwn] = useState(false);
  const [vault, setVault] = useState({ id: '', url: '' });
  const [identity, setIdentity] = useState('');
  const [said, setSaid] = useState<{ name: string; lost: readonly { feature: string; reason: string }[] }>();
  const create = async (): Promise<void> => {
    setSaid(undefined);
    const made = await changeAccount('PUT', `api/accounts/${encodeURIComponent(name.trim())}`, {
      location: location.trim(),
      ...(link.storageAccountId.trim() ? { autoStorage: linkBody(link) } : {}),
      ...(own ? { poolAllocationMode: 'UserSubscription', keyVaultReference: vault } : {}),
      ...(identity.trim() ? { userAssignedIdentities: [identity.trim()] } : {}),
    });
    setSaid({ name: made.account, lost: made.lost ?? [] });
  };
  const field = (label: string, value: string, set: (value: string) => void, placeholder?: string) => (
    <label>{label} <input type="text" spellcheck={false} value={value} placeholder={placeholder} onInput={(event) => set(event.currentTarget.value)} /></label>
  );
  return (
    <Panel title="Make an account">
      <details class="form">
        <summary>A Batch account beside the first one, in its subscription and resource group</summary>
        {field('Name, 3 to 24 lower-case letters and digits', name, setName)}
        {field('Region', location, setLocation)}
        <LinkFields wish={link} change={setLink} required={false} />
        {field('Resource id of an identity that the account has, or nothing', identity, setIdentity, '/subscriptions/…/userAssignedIdentities/…')}
        <label><input type="checkbox" checked={own} onChange={(event) => setOwn(event.currentTarget.checked)} /> Nodes in my own subscription: Microsoft Entra tokens only, its own core quota, Spot in place of low-priority nodes</label>
        {own && field('Resource id of a Key Vault', vault.id, (id) => setVault({ ...vault, id }))}
        {own && field('Its address', vault.url, (url) => setVault({ ...vault, url }), 'https://….vault.azure.net/')}
        <div class="acts"><Act label="Make the account" tone="main" act={create} /></div>
      </details>
      <div role="status">
        {said && <p>{said.name} is made. It takes runs once it is in the app’s settings, <code>Autobatch:Accounts</code>. {said.lost.length > 0 && 'It does without:'}</p>}
        {said && said.lost.length > 0 && <ul class="checks">{said.lost.map((lost) => <li key={lost.feature}><strong>{lost.feature}</strong> {lost.reason}</li>)}</ul>}
      </div>
    </Panel>
  );
}
