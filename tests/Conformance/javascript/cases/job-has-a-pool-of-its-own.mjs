import assert from 'node:assert/strict';
import { completed, poolOf, sh, until } from '../support.mjs';

export default async c => {
  const id = 'own-pool';
  const { id: _, ...pool } = poolOf('unused', 1);
  await c.job.add({ id, poolInfo: { autoPoolSpecification: { autoPoolIdPrefix: 'own', poolLifetimeOption: 'job', keepAlive: false, pool } } });
  await c.task.add(id, { id: '1', commandLine: sh('true') });
  await completed(c, id, '1');

  const { poolId } = (await c.job.get(id)).executionInfo;
  assert.match(poolId, /^own_[0-9A-F-]{36}$/);
  assert.equal((await c.pool.get(poolId)).state, 'active');
  await c.job.terminate(id);
  await until('the pool is gone', async () => !(await c.pool.exists(poolId)).body);
  assert.equal((await c.job.get(id)).state, 'completed');
};
