import assert from 'node:assert/strict';
import { poolOf, refused, until } from '../support.mjs';

export default async c => {
  const id = 'pool-deleted';
  await c.pool.add(poolOf(id, 2));
  await until('two nodes are idle', async () => (await c.computeNode.list(id)).filter(n => n.state === 'idle').length === 2);
  await c.pool.deleteMethod(id);
  await until('the pool is gone', async () => c.pool.get(id).then(p => { assert.equal(p.state, 'deleting'); return false; }, error => error.statusCode === 404));
  await refused(c.computeNode.list(id), 404, 'PoolNotFound');
  assert.ok(!(await c.account.listPoolNodeCounts()).some(counts => counts.poolId === id));
};
