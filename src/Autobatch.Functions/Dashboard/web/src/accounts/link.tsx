import { useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { changeAccount } from '../api/operation';
import type { Account, Operation } from '../api/types';
import { Act, Trouble } from '../ui/parts';

/** The list of storage accounts that fields of a link suggest. */
export const knownStorage = 'known-storage';

const byIdentity = 'BatchAccountManagedIdentity';

export interface LinkWish {
  storageAccountId: string;
  authenticationMode: string;
  nodeIdentity: string;
}

/** A link as the API takes it. */
export const linkBody = (wish: LinkWish) => ({
  storageAccountId: wish.storageAccountId.trim(),
  authenticationMode: wish.authenticationMode,
  ...(wish.authenticationMode === byIdentity && wish.nodeIdentity.trim() ? { nodeIdentityReference: { resourceId: wish.nodeIdentity.trim() } } : {}),
});

export const noLink: LinkWish = { storageAccountId: '', authenticationMode: 'StorageKeys', nodeIdentity: '' };

/** The fields of a link, with what each choice means. */
export function LinkFields({ wish, change, required }: { wish: LinkWish; change: (wish: LinkWish) => void; required: boolean }) {
  return (
    <>
      <label>Resource id of the storage account{required ? '' : ', or nothing for now'}
        <input type="text" list={knownStorage} required={required} spellcheck={false} placeholder="/subscriptions/…/resourceGroups/…/providers/Microsoft.Storage/storageAccounts/…" value={wish.storageAccountId} onInput={(event) => change({ ...wish, storageAccountId: event.currentTarget.value })} />
      </label>
      <label>How Batch gets into it
        <select value={wish.authenticationMode} onChange={(event) => change({ ...wish, authenticationMode: event.currentTarget.value })}>
          <option value="StorageKeys">by the storage account’s keys</option>
          <option value={byIdentity}>by the Batch account’s identity</option>
        </select>
      </label>
      {wish.authenticationMode === byIdentity ? (
        <>
          <p class="quiet">No key grows stale, but nodes need an identity of their own: without one they get no packages, and containers by name do not work.</p>
          <label>Resource id of the nodes’ identity, or nothing
            <input type="text" spellcheck={false} placeholder="/subscriptions/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…" value={wish.nodeIdentity} onInput={(event) => change({ ...wish, nodeIdentity: event.currentTarget.value })} />
          </label>
        </>
      ) : <p class="quiet">Batch keeps a copy of the keys: when one is made anew, synchronise them.</p>}
    </>
  );
}

/** Links, changes, unlinks and synchronises. What would break is named before it does, and what the account does without afterwards. */
export function Link({ account, changed }: { account: Account; changed: () => void }) {
  const [wish, setWish] = useState<LinkWish>(() => ({ ...noLink, storageAccountId: account.autoStorageAccountId ?? '', authenticationMode: account.autoStorageAuthentication ?? noLink.authenticationMode }));
  const [broken, setBroken] = useState<{ error: ApiError; again: () => Promise<void>; label: string }>();
  const [done, setDone] = useState<{ words: string; lost: Operation['lost'] }>();
  const path = `api/accounts/${encodeURIComponent(account.name)}/autostorage`;
  const linked = account.autoStorageAccountId !== undefined;

  const ask = async (label: string, words: string, method: string, at: string, body: unknown = {}, force = false): Promise<void> => {
    setBroken(undefined);
    setDone(undefined);
    try {
      // Nobody else's change is overwritten unseen.
      const operation = await changeAccount(method, `${at}${force ? '?force=true' : ''}`, body, account.eTag ? { 'If-Match': account.eTag } : {});
      setDone({ words, lost: operation.lost });
      changed();
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.code !== 'LinkInUse') throw failure;
      setBroken({ error: failure, label, again: () => ask(label, words, method, at, body, true) });
    }
  };
  const link = () => ask(linked ? 'Link all the same' : 'Link', 'The storage account is linked.', 'PUT', path, linkBody(wish));
  const unlink = () => ask('Unlink all the same', 'The storage account is unlinked.', 'DELETE', path);
  return (
    <>
      <details class="form">
        <summary>{linked ? 'Change or remove the link' : 'Link a storage account'}</summary>
        <LinkFields wish={wish} change={setWish} required />
        <div class="acts">
          <Act label={linked ? 'Change the link' : 'Link'} tone="main" act={link} />
          {linked && <Act label="Unlink" tone="danger" confirm={`Without a storage account ${account.name} has no application packages, its tasks get no files from containers by name, and files that are dropped start nothing in it. Unlink it?`} act={unlink} />}
        </div>
      </details>
      {linked && <div class="acts"><Act label="Synchronise storage keys" act={() => ask('', 'Batch has read the storage keys again.', 'POST', `${path}/sync-keys`)} /></div>}
      {broken && (
        <div role="group" aria-label="What would break">
          <Trouble error={broken.error} />
          <div class="acts">
            <Act label={broken.label} tone="danger" confirm="What is named here breaks. Go on?" act={broken.again} />
            <button type="button" onClick={() => setBroken(undefined)}>Leave it as it is</button>
          </div>
        </div>
      )}
      <div role="status">
        {done && <p>{done.words} {done.lost && done.lost.length > 0 && 'The account does without:'}</p>}
        {done?.lost && done.lost.length > 0 && <ul class="checks">{done.lost.map((lost) => <li key={lost.feature}><strong>{lost.feature}</strong> {lost.reason}</li>)}</ul>}
      </div>
    </>
  );
}
