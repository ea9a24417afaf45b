import assert from 'node:assert/strict';
import { group, linked, makeAccount, storageId } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const accounts = arm.batchAccountOperations;
  const bare = await makeAccount(arm, 'jslinks');
  assert.equal(bare.autoStorage, undefined);
  await refused(accounts.synchronizeAutoStorageKeys(group, 'jslinks'), 409, 'AutoStorageNotConfigured');

  const first = await accounts.update(group, 'jslinks', { autoStorage: { storageAccountId: linked } });
  assert.deepEqual([first.autoStorage.storageAccountId, first.autoStorage.authenticationMode], [linked, 'StorageKeys']);
  const second = await accounts.update(group, 'jslinks', { autoStorage: { storageAccountId: storageId('othersa') }, tags: { c: 'd' } });
  assert.deepEqual([second.autoStorage.storageAccountId, second.tags], [storageId('othersa'), { c: 'd' }]);

  await refused(accounts.update(group, 'jslinks', { autoStorage: { storageAccountId: storageId('nowhere') } }), 400, 'InvalidPropertyValue');
  assert.equal((await accounts.get(group, 'jslinks')).autoStorage.storageAccountId, storageId('othersa'));
  assert.equal((await accounts.update(group, 'jslinks', { autoStorage: { storageAccountId: '' } })).autoStorage, undefined);
};
