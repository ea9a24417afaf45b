import assert from 'node:assert/strict';
import { addJob, refused, sh, unread, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-running-deleted');
  await c.task.add(id, { id: 't', commandLine: sh('sleep 600') });
  await until('the task runs', async () => (await c.task.get(id, 't')).state === 'running');
  await c.task.deleteMethod(id, 't');
  await refused(c.task.get(id, 't'), 404, 'TaskNotFound');
  await refused(c.file.getFromTask(id, 't', 'stdout.txt'), 404, unread);
  const { taskCounts } = await c.job.getTaskCounts(id);
  assert.deepEqual([taskCounts.running, taskCounts.completed], [0, 0]);
};
