import assert from 'node:assert/strict';
import { addJob, completed } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-defaults', { constraints: { maxTaskRetryCount: 2 } });
  const added = await c.task.add(id, { id: 't', commandLine: 'true' });
  assert.ok(added.eTag && added.lastModified instanceof Date && added.dataServiceId.endsWith(`/jobs/${id}/tasks/t`));

  const task = await completed(c, id, 't');
  assert.deepEqual([task.requiredSlots, task.executionInfo.requeueCount, task.executionInfo.exitCode], [1, 0, 0]);
  assert.deepEqual({ ...task.constraints }, { maxWallClockTime: 'P10675199DT2H48M5.4775807S', retentionTime: 'P7D', maxTaskRetryCount: 2 });
  assert.deepEqual({ ...task.userIdentity.autoUser }, { scope: 'pool', elevationLevel: 'nonadmin' });
  assert.ok(task.url.endsWith(`/jobs/${id}/tasks/t`) && task.previousState === 'running');
  assert.ok(task.executionInfo.startTime >= task.creationTime && task.executionInfo.endTime >= task.executionInfo.startTime);
};
