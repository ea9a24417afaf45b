import assert from 'node:assert/strict';
import { poolOf } from '../support.mjs';

export default async c => {
  await c.pool.add({ ...poolOf('pool-defaults', 0), vmSize: 'STANDARD_D2S_V3', startTask: { commandLine: 'true' } });
  const pool = await c.pool.get('pool-defaults');
  assert.deepEqual([pool.vmSize, pool.taskSlotsPerNode, pool.enableAutoScale, pool.enableInterNodeCommunication, pool.resizeTimeout], ['standard_d2s_v3', 1, false, false, 'PT15M']);
  assert.deepEqual([pool.targetLowPriorityNodes, pool.currentLowPriorityNodes, pool.currentDedicatedNodes], [0, 0, 0]);
  assert.equal(pool.taskSchedulingPolicy.nodeFillType.toLowerCase(), 'spread');
  assert.deepEqual([pool.startTask.maxTaskRetryCount, pool.startTask.waitForSuccess], [0, true]);
  assert.deepEqual({ ...pool.startTask.userIdentity.autoUser }, { scope: 'pool', elevationLevel: 'nonadmin' });
};
