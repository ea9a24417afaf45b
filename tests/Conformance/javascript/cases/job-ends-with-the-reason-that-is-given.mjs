import assert from 'node:assert/strict';
import { addJob, refused, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-reason');
  await c.job.terminate(id, { terminateReason: 'enough' });
  const job = await until('the job is completed', async () => {
    const j = await c.job.get(id);
    return j.state === 'completed' && j;
  });
  assert.equal(job.executionInfo.terminateReason, 'enough');
  assert.ok(job.executionInfo.endTime >= job.executionInfo.startTime);
  await refused(c.job.terminate(id), 409, 'JobCompleted');
  await refused(c.job.patch(id, { priority: 1 }), 409, 'JobCompleted');
  await refused(c.task.add(id, { id: 't', commandLine: 'true' }), 409, 'JobCompleted');
  await refused(c.task.addCollection(id, [{ id: 't', commandLine: 'true' }]), 409, 'JobCompleted');
};
