import { account, group, soon } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const pools = arm.poolOperations;
  await refused(pools.get(group, account, 'js-none'), 404, 'PoolNotFound');
  await refused(pools.update(group, account, 'js-none', { displayName: 'x' }), 404, 'PoolNotFound');
  await refused(pools.disableAutoScale(group, account, 'js-none'), 404, 'PoolNotFound');
  await refused(pools.stopResize(group, account, 'js-none'), 404, 'PoolNotFound');
  await pools.beginDeleteAndWait(group, account, 'js-none', soon);
};
