import assert from 'node:assert/strict';
import { addJob, refused, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'sealed');
  await c.task.addCollection(id, [1, 2, 3].map(n => ({ id: `${n}`, commandLine: 'true' })));
  await c.job.patch(id, { onAllTasksComplete: 'terminatejob' });
  const job = await until('the job is completed', async () => {
    const j = await c.job.get(id);
    return j.state === 'completed' && j;
  });
  assert.equal(job.executionInfo.terminateReason, 'AllTasksComplete');
  assert.ok(job.executionInfo.endTime instanceof Date);
  await refused(c.task.add(id, { id: 'late', commandLine: 'true' }), 409, 'JobCompleted');
};
