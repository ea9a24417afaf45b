import assert from 'node:assert/strict';
import { addJob, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'collection');
  await c.task.add(id, { id: '0', commandLine: 'true' });
  const tasks = Array.from({ length: 20 }, (_, n) => ({ id: `${n}`, commandLine: sh(`echo task $AZ_BATCH_TASK_ID`) }));
  const { value } = await c.task.addCollection(id, tasks);
  assert.equal(value.length, 20);
  const byId = new Map(value.map(r => [r.taskId, r]));
  assert.equal(byId.get('0').status.toLowerCase(), 'clienterror');
  assert.equal(byId.get('0').error.code, 'TaskExists');
  assert.equal(byId.get('7').status.toLowerCase(), 'success');
  assert.ok(byId.get('7').eTag && byId.get('7').location.endsWith('/jobs/collection/tasks/7'));

  for (const { id: taskId } of tasks)
    assert.equal((await completed(c, id, taskId)).executionInfo.exitCode, 0);
  const { taskCounts } = await c.job.getTaskCounts(id);
  assert.deepEqual({ ...taskCounts }, { active: 0, running: 0, completed: 20, succeeded: 20, failed: 0 });
};
