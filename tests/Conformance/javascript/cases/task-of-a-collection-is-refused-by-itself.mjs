import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-one-wrong');
  const { value } = await c.task.addCollection(id, [
    { id: 'right', commandLine: 'true' },
    { id: 'wrong id!', commandLine: 'true' },
    { id: 'slots', commandLine: 'true', requiredSlots: 9999 },
  ]);
  const of = taskId => value.find(one => one.taskId === taskId);
  assert.equal(of('right').status.toLowerCase(), 'success');
  for (const taskId of ['wrong id!', 'slots'])
    assert.deepEqual([of(taskId).status.toLowerCase(), of(taskId).error.code], ['clienterror', 'InvalidPropertyValue'], taskId);
};
