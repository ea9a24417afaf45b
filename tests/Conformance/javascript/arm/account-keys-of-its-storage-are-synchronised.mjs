import assert from 'node:assert/strict';
import { group, linked, makeAccount } from '../management.mjs';

export default async arm => {
  const accounts = arm.batchAccountOperations;
  const before = await makeAccount(arm, 'jssync', { autoStorage: { storageAccountId: linked } });

  await accounts.synchronizeAutoStorageKeys(group, 'jssync');

  const after = await accounts.get(group, 'jssync');
  assert.ok(after.autoStorage.lastKeySync > before.autoStorage.lastKeySync);
};
