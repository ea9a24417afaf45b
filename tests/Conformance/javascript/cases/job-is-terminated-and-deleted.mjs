import assert from 'node:assert/strict';
import { addJob, refused, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'ended');
  await c.task.add(id, { id: 'long', commandLine: sh('sleep 600') });
  await until('the task runs', async () => (await c.task.get(id, 'long')).state === 'running');
  await c.job.terminate(id, { terminateReason: 'Enough' });
  const job = await until('the job is completed', async () => {
    const j = await c.job.get(id);
    return j.state === 'completed' && j;
  });
  assert.equal(job.executionInfo.terminateReason, 'Enough');
  const task = await c.task.get(id, 'long');
  assert.equal(task.state, 'completed');
  assert.equal(task.executionInfo.result, 'failure');
  assert.equal(task.executionInfo.failureInfo.code, 'TaskEnded');
  await refused(c.job.terminate(id), 409, 'JobCompleted');
  await c.job.deleteMethod(id);
  await until('the job is gone', () => c.job.get(id).then(() => false, e => e.code === 'JobNotFound' || e.body?.code === 'JobNotFound'));
};
