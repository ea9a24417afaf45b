import assert from 'node:assert/strict';
import { addJob, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-empty');
  await c.job.patch(id, { onAllTasksComplete: 'terminatejob' });
  const job = await until('the job is completed', async () => {
    const j = await c.job.get(id);
    return j.state === 'completed' && j;
  });
  assert.equal(job.executionInfo.terminateReason, 'AllTasksComplete');
};
