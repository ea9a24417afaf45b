import assert from 'node:assert/strict';
import { addJob, completed } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-case');
  await c.task.add(id, { id: 'MixedCase', commandLine: 'true' });
  await completed(c, id, 'mixedcase');
  assert.equal((await c.task.get(id, 'MIXEDCASE')).id, 'MixedCase');
};
