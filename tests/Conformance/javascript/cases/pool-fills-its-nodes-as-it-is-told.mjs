import assert from 'node:assert/strict';
import { completed, poolOf, sh, until } from '../support.mjs';

export default async c => {
  const id = 'pool-pack';
  await c.pool.add(poolOf(id, 2, { taskSlotsPerNode: 4, taskSchedulingPolicy: { nodeFillType: 'pack' } }));
  await until('two nodes are idle', async () => (await c.computeNode.list(id)).filter(n => n.state === 'idle').length === 2);
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.addCollection(id, [1, 2, 3, 4].map(n => ({ id: `${n}`, commandLine: sh('sleep 0.3') })));
  const nodes = [];
  for (const n of ['1', '2', '3', '4'])
    nodes.push((await completed(c, id, n)).nodeInfo.nodeId);
  assert.equal(new Set(nodes).size, 1);
};
