import assert from 'node:assert/strict';
import { addJob, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'how-ended');
  await c.task.addCollection(id, [{ id: 'good', commandLine: 'true' }, { id: 'bad', commandLine: sh('exit 3') }]);
  await completed(c, id, 'good');
  const bad = await completed(c, id, 'bad');
  assert.equal(bad.executionInfo.exitCode, 3);
  assert.equal(bad.executionInfo.result, 'failure');
  assert.equal(bad.executionInfo.failureInfo.code, 'FailureExitCode');
  assert.equal(bad.executionInfo.failureInfo.category.toLowerCase(), 'usererror');
  assert.equal(bad.executionInfo.retryCount, 0);
  assert.ok(bad.nodeInfo.nodeId && bad.nodeInfo.poolId === 'shared');

  const list = filter => c.task.list(id, { taskListOptions: { filter, select: 'id,executionInfo' } });
  assert.deepEqual((await list("state eq 'completed' and executionInfo/exitCode eq 3")).map(t => t.id), ['bad']);
  assert.deepEqual((await list("executionInfo/result eq 'success'")).map(t => t.id), ['good']);
};
