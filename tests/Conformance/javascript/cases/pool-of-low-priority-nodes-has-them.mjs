import assert from 'node:assert/strict';
import { poolOf, until } from '../support.mjs';

export default async c => {
  const id = 'pool-spot';
  await c.pool.add(poolOf(id, 0, { targetLowPriorityNodes: 1 }));
  const node = await until('the node is idle', async () => (await c.computeNode.list(id)).find(n => n.state === 'idle'));
  const pool = await c.pool.get(id);
  assert.deepEqual([node.isDedicated, pool.currentLowPriorityNodes, pool.currentDedicatedNodes], [false, 1, 0]);
  const [counts] = await c.account.listPoolNodeCounts({ accountListPoolNodeCountsOptions: { filter: `poolId eq '${id}'` } });
  assert.deepEqual([counts.lowPriority.total, counts.dedicated.total], [1, 0]);
};
