import assert from 'node:assert/strict';
import { completed, poolOf, sh, until } from '../support.mjs';

export default async c => {
  const id = 'node-reboot';
  await c.pool.add(poolOf(id, 1));
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.add(id, { id: 't', commandLine: sh('test -e $AZ_BATCH_NODE_SHARED_DIR/seen || { touch $AZ_BATCH_NODE_SHARED_DIR/seen; sleep 600; }') });
  await until('the task has written', async () => {
    const [node] = await c.computeNode.list(id);
    return node && c.file.getPropertiesFromComputeNode(id, node.id, 'shared/seen').then(() => true, () => false);
  });
  const [node] = await c.computeNode.list(id);
  await c.computeNode.reboot(id, node.id, { nodeRebootOption: 'requeue' });
  const { executionInfo } = await completed(c, id, 't');
  assert.deepEqual([executionInfo.result, executionInfo.requeueCount, executionInfo.retryCount], ['success', 1, 0]);
};
