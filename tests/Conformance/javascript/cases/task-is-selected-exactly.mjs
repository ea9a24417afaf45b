import assert from 'node:assert/strict';
import { addJob, completed } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-select');
  await c.task.add(id, { id: 't', commandLine: 'true', displayName: 'shown' });
  await completed(c, id, 't');
  const task = await c.task.get(id, 't', { taskGetOptions: { select: 'id,executionInfo/exitCode' } });
  assert.deepEqual([task.id, task.executionInfo.exitCode, task.commandLine, task.displayName], ['t', 0, undefined, undefined]);
};
