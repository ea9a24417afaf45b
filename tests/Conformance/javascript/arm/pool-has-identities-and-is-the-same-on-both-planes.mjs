import assert from 'node:assert/strict';
import { account, all, group, pool, soon } from '../management.mjs';
import { client, refused, until } from '../support.mjs';

export default async arm => {
  const pools = arm.poolOperations;
  const identity = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine';

  const made = await pools.create(group, account, 'js-pool', pool({
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
    scaleSettings: { fixedScale: { targetDedicatedNodes: 1, targetLowPriorityNodes: 0, resizeTimeout: 'PT15M', nodeDeallocationOption: 'TaskCompletion' } },
    startTask: { commandLine: '/bin/true', userIdentity: { autoUser: { scope: 'Pool', elevationLevel: 'Admin' } } },
    interNodeCommunication: 'Disabled',
  }));
  assert.deepEqual([made.name, made.provisioningState, made.allocationState], ['js-pool', 'Succeeded', 'Resizing']);
  assert.ok(made.creationTime instanceof Date);

  await until('the pool is steady', async () => (await pools.get(group, account, 'js-pool')).allocationState === 'Steady');
  const read = await pools.get(group, account, 'js-pool');
  assert.deepEqual([read.currentDedicatedNodes, read.vmSize, read.scaleSettings.fixedScale.targetDedicatedNodes], [1, 'STANDARD_D2S_V3', 1]);
  assert.deepEqual(Object.keys(read.identity.userAssignedIdentities), [identity]);
  assert.equal(read.deploymentConfiguration.virtualMachineConfiguration.nodeAgentSkuId, 'batch.node.ubuntu 22.04');
  assert.equal(read.startTask.userIdentity.autoUser.elevationLevel, 'Admin');
  assert.equal((await client().pool.get('js-pool')).vmSize, 'standard_d2s_v3');
  assert.deepEqual((await all(pools.listByBatchAccount(group, account, { filter: "name eq 'js-pool'", select: 'properties/vmSize' }))).map(one => [one.name, one.vmSize, one.allocationState]), [['js-pool', 'STANDARD_D2S_V3', undefined]]);

  await pools.beginDeleteAndWait(group, account, 'js-pool', soon);
  await refused(pools.get(group, account, 'js-pool'), 404, 'PoolNotFound');
  await pools.beginDeleteAndWait(group, account, 'js-pool', soon);
};
