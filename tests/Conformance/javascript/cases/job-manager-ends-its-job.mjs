import assert from 'node:assert/strict';
import { addJob, sh, text, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'managed', {
    jobManagerTask: {
      id: 'manager',
      commandLine: sh('test $AZ_BATCH_AUTHENTICATION_TOKEN && echo $AZ_BATCH_TASK_ID $AZ_BATCH_JOB_ID'),
      runExclusive: false,
      authenticationTokenSettings: { access: ['job'] },
    },
  });

  const job = await until('the job is completed', async () => {
    const found = await c.job.get(id);
    return found.state === 'completed' && found;
  });
  assert.equal(job.executionInfo.terminateReason, 'JMComplete');
  assert.deepEqual(
    [job.jobManagerTask.killJobOnCompletion, job.jobManagerTask.runExclusive, job.jobManagerTask.allowLowPriorityNode, job.jobManagerTask.requiredSlots],
    [true, false, true, 1]);
  assert.deepEqual((await c.task.list(id)).map(t => [t.id, t.executionInfo.result]), [['manager', 'success']]);
  assert.equal(await text(await c.file.getFromTask(id, 'manager', 'stdout.txt')), `manager ${id}\n`);
};
