import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-defaults');
  const job = await c.job.get(id);
  assert.deepEqual([job.priority, job.usesTaskDependencies, job.onAllTasksComplete, job.onTaskFailure], [0, false, 'noaction', 'noaction']);
  assert.equal(job.constraints.maxTaskRetryCount, 0);
  assert.equal(job.constraints.maxWallClockTime, 'P10675199DT2H48M5.4775807S');
  assert.equal(job.maxParallelTasks, -1);
  assert.equal(job.executionInfo.poolId, 'shared');
  assert.equal(job.previousState, undefined);
};
