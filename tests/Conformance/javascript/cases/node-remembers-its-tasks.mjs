import assert from 'node:assert/strict';
import { completed, poolOf, until } from '../support.mjs';

export default async c => {
  const id = 'node-recent';
  await c.pool.add(poolOf(id, 1));
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.add(id, { id: 't', commandLine: 'true' });
  await completed(c, id, 't');
  const node = await until('the node has counted it', async () => (await c.computeNode.list(id)).find(n => n.totalTasksSucceeded === 1));
  assert.equal(node.totalTasksRun, 1);
  assert.deepEqual([node.recentTasks[0].jobId, node.recentTasks[0].taskId, node.recentTasks[0].executionInfo.exitCode], [id, 't', 0]);
};
