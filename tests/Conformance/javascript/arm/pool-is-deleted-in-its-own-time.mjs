import { account, group, pool, soon } from '../management.mjs';
import { refused, until } from '../support.mjs';

export default async arm => {
  const pools = arm.poolOperations;
  await pools.create(group, account, 'js-gone', pool({ scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } } }));
  await until('the pool is steady', async () => (await pools.get(group, account, 'js-gone')).allocationState === 'Steady');
  await pools.beginDeleteAndWait(group, account, 'js-gone', soon);
  await refused(pools.get(group, account, 'js-gone'), 404, 'PoolNotFound');
};
