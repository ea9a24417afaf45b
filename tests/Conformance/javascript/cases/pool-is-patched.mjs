import assert from 'node:assert/strict';
import { poolOf } from '../support.mjs';

export default async c => {
  await c.pool.add(poolOf('pool-patched', 0, { metadata: [{ name: 'a', value: '1' }], startTask: { commandLine: 'true', userIdentity: { autoUser: { scope: 'task', elevationLevel: 'admin' } } } }));
  await c.pool.patch('pool-patched', { startTask: { commandLine: '/bin/true' } });
  const pool = await c.pool.get('pool-patched');
  assert.equal(pool.startTask.commandLine, '/bin/true');
  assert.deepEqual({ ...pool.startTask.userIdentity.autoUser }, { scope: 'pool', elevationLevel: 'nonadmin' });
  assert.deepEqual(pool.metadata.map(one => ({ ...one })), [{ name: 'a', value: '1' }]);
};
