import assert from 'node:assert/strict';
import { poolOf, until } from '../support.mjs';

export default async c => {
  const added = await c.pool.add(poolOf('fills', 2, { metadata: [{ name: 'a', value: 'b' }], displayName: 'Füllt sich' }));
  assert.ok(added.eTag);
  assert.ok(added.lastModified instanceof Date);

  const pool = await until('the pool is steady', async () => {
    const p = await c.pool.get('fills');
    return p.allocationState === 'steady' && p.currentDedicatedNodes === 2 && p;
  });
  assert.equal(pool.state, 'active');
  assert.equal(pool.targetDedicatedNodes, 2);
  assert.equal(pool.vmSize, 'standard_d2s_v3');
  assert.equal(pool.taskSlotsPerNode, 1);
  assert.equal(pool.displayName, 'Füllt sich');
  assert.deepEqual(pool.metadata.map(m => ({ ...m })), [{ name: 'a', value: 'b' }]);
  assert.equal(pool.virtualMachineConfiguration.nodeAgentSKUId, 'batch.node.ubuntu 22.04');
  assert.ok(pool.creationTime instanceof Date && pool.url.endsWith('/pools/fills'));

  const nodes = await until('the nodes are idle', async () => {
    const list = await c.computeNode.list('fills');
    return list.length === 2 && list.every(n => n.state === 'idle') && list;
  });
  const node = await c.computeNode.get('fills', nodes[0].id);
  assert.equal(node.id, nodes[0].id);
  assert.equal(node.schedulingState, 'enabled');
};
