import assert from 'node:assert/strict';
import { addJob, completed, sh, text } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'retried');
  await c.task.add(id, { id: 't', commandLine: sh('echo try >> tries; cat tries; exit 1'), constraints: { maxTaskRetryCount: 2 } });
  const task = await completed(c, id, 't');
  assert.equal(task.executionInfo.retryCount, 2);
  assert.ok(task.executionInfo.lastRetryTime instanceof Date);
  assert.equal(await text(await c.file.getFromTask(id, 't', 'stdout.txt')), 'try\ntry\ntry\n');
};
