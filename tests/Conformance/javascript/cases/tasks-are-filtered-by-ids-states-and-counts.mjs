import assert from 'node:assert/strict';
import { addJob, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-filter');
  await c.task.addCollection(id, ['a1', 'a2', 'b1'].map(taskId => ({ id: taskId, commandLine: sh(`exit ${taskId === 'a2' ? 7 : 0}`) })));
  for (const taskId of ['a1', 'a2', 'b1'])
    await completed(c, id, taskId);
  const ids = async filter => (await c.task.list(id, { taskListOptions: { filter, select: 'id' } })).map(t => t.id);

  assert.deepEqual(await ids("startswith(id,'a')"), ['a1', 'a2']);
  assert.deepEqual(await ids("id ge 'a2'"), ['a2', 'b1']);
  assert.deepEqual(await ids('executionInfo/exitCode gt 0 and executionInfo/exitCode lt 8'), ['a2']);
  assert.deepEqual(await ids('executionInfo/retryCount eq 0 and executionInfo/exitCode ne 7'), ['a1', 'b1']);
  assert.deepEqual(await ids("state eq 'active' or state eq 'running'"), []);
};
