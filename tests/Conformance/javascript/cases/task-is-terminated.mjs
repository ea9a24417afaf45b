import assert from 'node:assert/strict';
import { addJob, completed, refused, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'terminate-task');
  await c.task.add(id, { id: 'long', commandLine: sh('sleep 600') });
  await until('the task runs', async () => (await c.task.get(id, 'long')).state === 'running');
  await c.task.terminate(id, 'long');
  const task = await completed(c, id, 'long');
  assert.equal(task.executionInfo.failureInfo.code, 'TaskEnded');
  await refused(c.task.terminate(id, 'long'), 409, 'TaskCompleted');
};
