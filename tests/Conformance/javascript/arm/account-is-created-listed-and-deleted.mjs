import assert from 'node:assert/strict';
import { all, group, linked, makeAccount, soon } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const accounts = arm.batchAccountOperations;
  const made = await makeAccount(arm, 'jsmade', { tags: { a: 'b' }, autoStorage: { storageAccountId: linked } });
  assert.deepEqual([made.name, made.location, made.provisioningState, made.poolAllocationMode], ['jsmade', 'jsmaderegion', 'Succeeded', 'BatchService']);
  assert.equal(made.autoStorage.storageAccountId, linked);
  assert.deepEqual(made.allowedAuthenticationModes, ['SharedKey', 'AAD', 'TaskAuthenticationToken']);
  assert.deepEqual([made.dedicatedCoreQuota, made.lowPriorityCoreQuota, made.poolQuota, made.activeJobAndJobScheduleQuota], [500, 500, 100, 300]);

  const read = await accounts.get(group, 'jsmade');
  assert.deepEqual([read.id, read.tags], [made.id, { a: 'b' }]);
  assert.ok((await all(accounts.listByResourceGroup(group))).some(account => account.name === 'jsmade'));
  assert.ok((await all(accounts.list())).some(account => account.name === 'jsmade'));

  await accounts.beginDeleteAndWait(group, 'jsmade', soon);
  await refused(accounts.get(group, 'jsmade'), 404, 'ResourceNotFound');
  await accounts.beginDeleteAndWait(group, 'jsmade', soon);
};
