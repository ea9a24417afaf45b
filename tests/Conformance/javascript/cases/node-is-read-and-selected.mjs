import assert from 'node:assert/strict';
import { poolOf, refused, until } from '../support.mjs';

export default async c => {
  const id = 'node-read';
  await c.pool.add(poolOf(id, 1, { taskSlotsPerNode: 2 }));
  const node = await until('the node is idle', async () => (await c.computeNode.list(id)).find(n => n.state === 'idle'));

  assert.ok(node.affinityId && node.ipAddress && node.url.endsWith(`/pools/${id}/nodes/${node.id}`));
  assert.deepEqual([node.vmSize, node.isDedicated, node.runningTasksCount, node.runningTaskSlotsCount, node.totalTasksRun], ['standard_d2s_v3', true, 0, 0, 0]);
  assert.ok(node.allocationTime instanceof Date && node.lastBootTime instanceof Date && node.nodeAgentInfo.version);
  const some = await c.computeNode.get(id, node.id, { computeNodeGetOptions: { select: 'id,state' } });
  assert.deepEqual([some.id, some.state, some.vmSize], [node.id, 'idle', undefined]);
  await refused(c.computeNode.get(id, 'tvm-none'), 404, 'NodeNotFound');
  await refused(c.computeNode.list('pool-that-is-not'), 404, 'PoolNotFound');
};
