import assert from 'node:assert/strict';
import { all } from '../management.mjs';

export default async arm => {
  const operations = await all(arm.operations.list());
  assert.ok(operations.some(one => one.name === 'Microsoft.Batch/batchAccounts/read') && operations.every(one => one.display));
};
