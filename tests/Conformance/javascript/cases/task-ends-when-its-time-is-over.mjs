import assert from 'node:assert/strict';
import { addJob, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-clock');
  await c.task.add(id, { id: 't', commandLine: sh('sleep 600'), constraints: { maxWallClockTime: 'PT1S' } });
  const { executionInfo } = await completed(c, id, 't');
  assert.deepEqual([executionInfo.result, executionInfo.failureInfo.code], ['failure', 'TaskEnded']);
};
