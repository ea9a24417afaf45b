import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-order');
  await c.task.addCollection(id, ['c', 'a', 'b'].map(taskId => ({ id: taskId, commandLine: 'true' })));
  assert.deepEqual((await c.task.list(id)).map(t => t.id), ['a', 'b', 'c']);
};
