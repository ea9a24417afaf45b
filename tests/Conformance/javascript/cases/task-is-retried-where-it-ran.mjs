import assert from 'node:assert/strict';
import { completed, poolOf, sh, text, until } from '../support.mjs';

// Users count on the files of the last try, though the service does not promise them.
export default async c => {
  const id = 'retried';
  await c.pool.add(poolOf(id, 2, { taskSlotsPerNode: 3 }));
  await until('both nodes are idle', async () => (await c.computeNode.list(id)).filter(n => n.state === 'idle').length === 2);
  await c.job.add({ id, poolInfo: { poolId: id } });
  const running = async taskId => until(`${taskId} runs`, async () => {
    const task = await c.task.get(id, taskId);
    return task.state === 'running' && task;
  });

  // One node is full when the task starts, and the emptier of the two when it fails.
  await c.task.add(id, { id: 'fills', requiredSlots: 3, commandLine: sh('sleep 600') });
  await running('fills');
  const wait = 'while [ ! -e $AZ_BATCH_NODE_SHARED_DIR/go ]; do sleep 0.05; done';
  await c.task.add(id, { id: 't', commandLine: sh(`${wait}; echo try >> tries; cat tries; exit 1`), constraints: { maxTaskRetryCount: 2 } });
  const { nodeInfo } = await running('t');
  await c.task.terminate(id, 'fills');
  await completed(c, id, 'fills');
  const { affinityId } = await c.computeNode.get(id, nodeInfo.nodeId);
  await c.task.add(id, { id: 'tells', affinityInfo: { affinityId }, commandLine: sh('touch $AZ_BATCH_NODE_SHARED_DIR/go; sleep 600') });

  const task = await completed(c, id, 't');
  assert.equal(task.executionInfo.retryCount, 2);
  assert.ok(task.executionInfo.lastRetryTime instanceof Date);
  assert.equal(task.nodeInfo.nodeId, nodeInfo.nodeId);
  assert.equal(await text(await c.file.getFromTask(id, 't', 'stdout.txt')), 'try\ntry\ntry\n');
  await c.job.deleteMethod(id);
};
