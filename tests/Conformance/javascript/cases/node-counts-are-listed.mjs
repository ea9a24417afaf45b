import assert from 'node:assert/strict';
import { poolOf, until } from '../support.mjs';

export default async c => {
  await c.pool.add(poolOf('counted', 2));
  const counts = await until('two nodes are idle', async () => {
    const list = await c.account.listPoolNodeCounts({ accountListPoolNodeCountsOptions: { filter: "poolId eq 'counted'" } });
    assert.equal(list.length, 1);
    return list[0].dedicated.idle === 2 && list[0];
  });
  assert.equal(counts.poolId, 'counted');
  assert.equal(counts.dedicated.total, 2);
  assert.equal(counts.lowPriority.total, 0);
};
