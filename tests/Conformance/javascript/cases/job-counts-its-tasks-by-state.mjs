import assert from 'node:assert/strict';
import { addJob, completed, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-counts');
  await c.task.addCollection(id, [
    { id: 'good', commandLine: 'true' },
    { id: 'bad', commandLine: sh('exit 1') },
    { id: 'runs', commandLine: sh('sleep 600') },
  ]);
  await completed(c, id, 'good');
  await completed(c, id, 'bad');
  await until('one runs', async () => (await c.task.get(id, 'runs')).state === 'running');

  const { taskCounts, taskSlotCounts } = await c.job.getTaskCounts(id);
  assert.deepEqual({ ...taskCounts }, { active: 0, running: 1, completed: 2, succeeded: 1, failed: 1 });
  assert.deepEqual({ ...taskSlotCounts }, { active: 0, running: 1, completed: 2, succeeded: 1, failed: 1 });
  await c.job.terminate(id);
};
