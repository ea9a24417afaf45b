import assert from 'node:assert/strict';
import { completed, poolOf } from '../support.mjs';

// The service does not refuse a job whose pool is not there yet.
export default async c => {
  const id = 'job-before-pool';
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.add(id, { id: 't', commandLine: 'true' });
  assert.equal((await c.task.get(id, 't')).state, 'active');
  await c.pool.add(poolOf(id, 1));
  assert.equal((await completed(c, id, 't')).executionInfo.result, 'success');
};
