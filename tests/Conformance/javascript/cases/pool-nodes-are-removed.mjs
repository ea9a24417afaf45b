import assert from 'node:assert/strict';
import { poolOf, refused, until } from '../support.mjs';

export default async c => {
  const id = 'removed';
  await c.pool.add(poolOf(id, 3));
  await until('the pool is steady', async () => (await c.pool.get(id)).allocationState === 'steady');
  const nodes = (await c.computeNode.list(id)).map(n => n.id);

  await c.pool.removeNodes(id, { nodeList: [nodes[0], nodes[1]], nodeDeallocationOption: 'terminate' });
  await until('one node is left', async () => {
    const pool = await c.pool.get(id);
    return pool.allocationState === 'steady' && pool.currentDedicatedNodes === 1 && pool.targetDedicatedNodes === 1;
  });
  assert.deepEqual((await c.computeNode.list(id)).map(n => n.id), [nodes[2]]);
  await refused(c.computeNode.get(id, nodes[0]), 404, 'NodeNotFound');
};
