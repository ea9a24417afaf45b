import assert from 'node:assert/strict';
import { addJob, sharedPool } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-put', { priority: 5, metadata: [{ name: 'a', value: 'b' }], constraints: { maxTaskRetryCount: 3 } });
  await c.job.update(id, { poolInfo: { poolId: await sharedPool() }, priority: 7 });
  const job = await c.job.get(id);
  assert.deepEqual([job.priority, job.metadata, job.constraints.maxTaskRetryCount], [7, undefined, 0]);
};
