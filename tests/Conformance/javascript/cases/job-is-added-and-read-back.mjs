import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  await addJob(c, 'Read-Back', { priority: 5, metadata: [{ name: 'run', value: 'r1' }], constraints: { maxTaskRetryCount: 2 } });
  const job = await c.job.get('read-back');
  assert.equal(job.id, 'Read-Back');
  assert.equal(job.state, 'active');
  assert.equal(job.priority, 5);
  assert.equal(job.poolInfo.poolId, 'shared');
  assert.equal(job.onAllTasksComplete, 'noaction');
  assert.equal(job.constraints.maxTaskRetryCount, 2);
  assert.equal(job.metadata[0].value, 'r1');
  assert.ok(job.executionInfo.startTime instanceof Date);
  assert.ok(job.eTag && job.stateTransitionTime instanceof Date);
};
