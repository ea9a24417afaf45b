import assert from 'node:assert/strict';
import { addJob, completed, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'few-at-a-time', { maxParallelTasks: 1 });
  await c.task.addCollection(id, ['1', '2'].map(task => ({ id: task, commandLine: sh('while ! test -e go; do sleep 0.05; done') })));
  await until('one task runs', async () => (await c.job.getTaskCounts(id)).taskCounts.running === 1);
  assert.deepEqual((await c.task.list(id)).map(t => t.state).sort(), ['active', 'running']);

  await c.job.patch(id, { maxParallelTasks: -1 });
  await until('both run', async () => (await c.job.getTaskCounts(id)).taskCounts.running === 2);
  await c.job.terminate(id);
  await completed(c, id, '1');
  await completed(c, id, '2');
};
