import assert from 'node:assert/strict';
import batch from '@azure/batch';
import { group, makeAccount } from '../management.mjs';
import { refused } from '../support.mjs';

const pools = key => new batch.BatchServiceClient(new batch.BatchSharedKeyCredentials('jskeys', key), process.env.BATCH_URL, { noRetryPolicy: true }).pool.list();

export default async arm => {
  const accounts = arm.batchAccountOperations;
  await makeAccount(arm, 'jskeys');
  const before = await accounts.getKeys(group, 'jskeys');
  assert.equal(Buffer.from(before.primary, 'base64').length, 64);
  await pools(before.primary);

  const after = await accounts.regenerateKey(group, 'jskeys', { keyName: 'Primary' });

  assert.notEqual(after.primary, before.primary);
  assert.equal(after.secondary, before.secondary);
  await refused(pools(before.primary), 403, 'AuthenticationFailed');
  await pools(after.primary);
  await refused(accounts.regenerateKey(group, 'jsnokeys', { keyName: 'Primary' }), 404, 'ResourceNotFound');
};
