import assert from 'node:assert/strict';
import { addJob, completed, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-blocked', { usesTaskDependencies: true });
  await c.task.addCollection(id, [
    { id: 'bad', commandLine: sh('exit 1') },
    { id: 'allowed', commandLine: sh('exit 1'), exitConditions: { default: { dependencyAction: 'satisfy' } } },
    { id: 'blocked', commandLine: 'true', dependsOn: { taskIds: ['bad'] } },
    { id: 'goes-on', commandLine: 'true', dependsOn: { taskIds: ['allowed'] } },
  ]);
  await completed(c, id, 'bad');
  await completed(c, id, 'goes-on');
  assert.equal((await c.task.get(id, 'blocked')).state, 'active');
  await c.job.terminate(id);
  await until('the job is completed', async () => (await c.job.get(id)).state === 'completed');
};
