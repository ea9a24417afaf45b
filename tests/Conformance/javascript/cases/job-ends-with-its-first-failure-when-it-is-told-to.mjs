import assert from 'node:assert/strict';
import { addJob, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-failure', { onTaskFailure: 'performexitoptionsjobaction', onAllTasksComplete: 'noaction' });
  await c.task.add(id, { id: 't', commandLine: sh('exit 1'), exitConditions: { default: { jobAction: 'terminate' } } });
  const job = await until('the job is completed', async () => {
    const j = await c.job.get(id);
    return j.state === 'completed' && j;
  });
  assert.equal(job.executionInfo.terminateReason, 'TaskFailed');
};
