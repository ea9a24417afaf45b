import assert from 'node:assert/strict';
import { poolOf, refused, sh, until } from '../support.mjs';

export default async c => {
  const id = 'stopped';
  await c.pool.add(poolOf(id, 1));
  await until('the node is idle', async () => (await c.computeNode.list(id))[0]?.state === 'idle');
  await refused(c.pool.stopResize(id), 409, 'OperationInvalidForCurrentState');
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.add(id, { id: 't', commandLine: sh('sleep 600') });
  await until('the task runs', async () => (await c.task.get(id, 't')).state === 'running');

  await c.pool.resize(id, { targetDedicatedNodes: 0, nodeDeallocationOption: 'taskcompletion' });
  await refused(c.pool.resize(id, { targetDedicatedNodes: 2 }), 409, 'PoolBeingResized');
  await c.pool.stopResize(id);
  const pool = await until('the pool is steady', async () => {
    const p = await c.pool.get(id);
    return p.allocationState === 'steady' && p;
  });
  assert.deepEqual(pool.resizeErrors.map(e => e.code), ['ResizeStopped']);
  assert.equal(pool.currentDedicatedNodes, 1);
  assert.equal((await c.task.get(id, 't')).state, 'running');
  await c.job.deleteMethod(id);
};
