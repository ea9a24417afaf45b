import assert from 'node:assert/strict';
import { addJob, completed } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'no-program');
  await c.task.add(id, { id: 't', commandLine: 'no-such-program --flag' });
  const task = await completed(c, id, 't');
  assert.equal(task.executionInfo.failureInfo.code, 'CommandProgramNotFound');
  assert.equal(task.executionInfo.exitCode, undefined);
};
