import assert from 'node:assert/strict';
import batch from '@azure/batch';
import { group, makeAccount } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const accounts = arm.batchAccountOperations;
  await makeAccount(arm, 'jsmodes');
  const { primary } = await accounts.getKeys(group, 'jsmodes');
  const pools = () => new batch.BatchServiceClient(new batch.BatchSharedKeyCredentials('jsmodes', primary), process.env.BATCH_URL, { noRetryPolicy: true }).pool.list();
  await pools();
  const changed = await accounts.update(group, 'jsmodes', { allowedAuthenticationModes: ['AAD'] });
  assert.deepEqual(changed.allowedAuthenticationModes, ['AAD']);
  await refused(pools(), 403, 'AuthenticationFailed');
};
