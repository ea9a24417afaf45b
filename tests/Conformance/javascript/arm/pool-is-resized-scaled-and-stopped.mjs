import assert from 'node:assert/strict';
import { account, group, pool } from '../management.mjs';
import { refused, until } from '../support.mjs';

export default async arm => {
  const pools = arm.poolOperations;
  const steady = nodes => until(`the pool is steady with ${nodes} nodes`, async () => {
    const now = await pools.get(group, account, 'js-sizes');
    return now.allocationState === 'Steady' && now.currentDedicatedNodes === nodes;
  });
  await pools.create(group, account, 'js-sizes', pool());
  await steady(0);
  await refused(pools.stopResize(group, account, 'js-sizes'), 409, 'OperationInvalidForCurrentState');

  assert.equal((await pools.update(group, account, 'js-sizes', { scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } } })).allocationState, 'Resizing');
  await steady(2);
  const scaling = await pools.update(group, account, 'js-sizes', { scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=1;', evaluationInterval: 'PT5M' } } });
  assert.match(scaling.autoScaleRun.results, /\$TargetDedicatedNodes=1/);
  await steady(1);
  assert.equal((await pools.disableAutoScale(group, account, 'js-sizes')).scaleSettings.fixedScale.targetDedicatedNodes, 1);

  await refused(pools.update(group, account, 'js-sizes', { scaleSettings: { autoScale: { formula: '$Nothing=' } } }), 400, 'AutoScalingFormulaSyntaxError');
};
