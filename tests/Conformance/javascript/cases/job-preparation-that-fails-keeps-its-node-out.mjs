import assert from 'node:assert/strict';
import { addJob, refused, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'unprepared', { jobPreparationTask: { id: 'prep', commandLine: sh('exit 4'), constraints: { maxTaskRetryCount: 1 } } });
  await c.task.add(id, { id: '1', commandLine: sh('true') });

  const failed = await until('both nodes have failed to prepare', async () => {
    const nodes = await c.job.listPreparationAndReleaseTaskStatus(id, {
      jobListPreparationAndReleaseTaskStatusOptions: { filter: "jobPreparationTaskExecutionInfo/state eq 'completed'" },
    });
    return nodes.length === 2 && nodes;
  });

  for (const { jobPreparationTaskExecutionInfo: info } of failed)
    assert.deepEqual([info.result, info.exitCode, info.retryCount, info.failureInfo.code], ['failure', 4, 1, 'FailureExitCode']);
  await until('the task is active again', async () => (await c.task.get(id, '1')).state === 'active');
  await refused(c.task.add(id, { id: 'prep', commandLine: 'x' }), 409, 'TaskIdSameAsJobPreparationTask');
  await c.job.deleteMethod(id);
};
