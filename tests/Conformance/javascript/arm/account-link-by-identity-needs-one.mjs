import assert from 'node:assert/strict';
import { group, linked, makeAccount } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const accounts = arm.batchAccountOperations;
  const nodes = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes';
  const autoStorage = { storageAccountId: linked, authenticationMode: 'BatchAccountManagedIdentity', nodeIdentityReference: { resourceId: nodes } };
  await makeAccount(arm, 'jsidentity');

  await refused(accounts.update(group, 'jsidentity', { autoStorage }), 400, 'InvalidPropertyValue');

  const changed = await accounts.update(group, 'jsidentity', { identity: { type: 'SystemAssigned' }, autoStorage });
  assert.deepEqual([changed.identity.type, changed.autoStorage.authenticationMode, changed.autoStorage.nodeIdentityReference.resourceId], ['SystemAssigned', 'BatchAccountManagedIdentity', nodes]);
};
