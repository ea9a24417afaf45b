import assert from 'node:assert/strict';
import { addJob, completed, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-update');
  await c.task.add(id, { id: 't', commandLine: 'true' });
  const before = await completed(c, id, 't');
  await c.task.update(id, 't', { constraints: { maxTaskRetryCount: 3, retentionTime: 'PT1H' } }).catch(error => assert.equal(error.code, 'TaskCompleted'));
  await refused(c.task.update(id, 'none', { constraints: {} }), 404, 'TaskNotFound');

  const waits = await addJob(c, 'task-update-waits');
  await c.job.disable(waits, 'wait');
  await c.task.add(waits, { id: 't', commandLine: 'true' });
  await c.task.update(waits, 't', { constraints: { maxTaskRetryCount: 3, retentionTime: 'PT1H' } });
  const task = await c.task.get(waits, 't');
  assert.deepEqual([task.constraints.maxTaskRetryCount, task.constraints.retentionTime], [3, 'PT1H']);
  assert.ok(before.eTag !== task.eTag);
};
