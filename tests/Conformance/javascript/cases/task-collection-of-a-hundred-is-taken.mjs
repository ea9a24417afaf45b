import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-hundred');
  const tasks = Array.from({ length: 100 }, (_, n) => ({ id: `${n}`, commandLine: 'true' }));
  const { value } = await c.task.addCollection(id, tasks);
  assert.ok(value.length === 100 && value.every(one => one.status.toLowerCase() === 'success' && one.location && one.eTag));
  const again = await c.task.addCollection(id, tasks);
  assert.ok(again.value.every(one => one.error.code === 'TaskExists'));
};
