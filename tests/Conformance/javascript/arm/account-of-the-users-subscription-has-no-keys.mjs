import assert from 'node:assert/strict';
import { group, makeAccount } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const keyVaultReference = { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v', url: 'https://v.vault.azure.net/' };

  const made = await makeAccount(arm, 'jsowned', { poolAllocationMode: 'UserSubscription', keyVaultReference });

  assert.deepEqual([made.poolAllocationMode, made.keyVaultReference, made.dedicatedCoreQuota], ['UserSubscription', keyVaultReference, undefined]);
  assert.deepEqual(made.allowedAuthenticationModes, ['AAD', 'TaskAuthenticationToken']);
  await refused(arm.batchAccountOperations.getKeys(group, 'jsowned'), 403, 'InvalidRestAPIForAccountSetting');
};
