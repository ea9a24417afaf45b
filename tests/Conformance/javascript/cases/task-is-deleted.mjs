import assert from 'node:assert/strict';
import { addJob, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'delete-task');
  await c.task.add(id, { id: 'one', commandLine: 'true' });
  await refused(c.task.add(id, { id: 'ONE', commandLine: 'true' }), 409, 'TaskExists');
  await c.task.deleteMethod(id, 'one');
  const error = await refused(c.task.get(id, 'one'), 404, 'TaskNotFound');
  assert.match(error.body.message.value, /^The specified task does not exist\./);
};
