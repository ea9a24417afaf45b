import assert from 'node:assert/strict';
import { poolOf } from '../support.mjs';

export default async c => {
  await c.pool.add(poolOf('pool-users', 0, { userAccounts: [{ name: 'alice', password: 'p4ssword!', elevationLevel: 'admin' }] }));
  const { userAccounts, _response } = await c.pool.get('pool-users');
  assert.deepEqual([userAccounts[0].name, userAccounts[0].elevationLevel, userAccounts[0].password], ['alice', 'admin', undefined]);
  assert.ok(!_response.bodyAsText.includes('p4ssword!'));
};
