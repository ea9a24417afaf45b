import assert from 'node:assert/strict';
import { group, makeAccount } from '../management.mjs';

export default async arm => {
  const accounts = arm.batchAccountOperations;
  await makeAccount(arm, 'jstags', { tags: { a: '1', b: '2' } });
  assert.deepEqual((await accounts.update(group, 'jstags', { tags: { b: '3' } })).tags, { b: '3' });
  assert.deepEqual((await accounts.get(group, 'jstags')).tags, { b: '3' });
};
