import { account, group, pool } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const pools = arm.poolOperations;
  await refused(pools.create(group, account, 'js-wrong', {}), 400, 'MissingRequiredProperty');
  await refused(pools.create(group, account, 'js-wrong', pool({ mountConfiguration: [{}] })), 400, 'MissingRequiredProperty');
  await refused(pools.create(group, account, 'js-wrong', pool({ applicationPackages: [{ id: '/x/applications/none' }] })), 409, 'InvalidApplicationPackageReferences');
  await refused(pools.create(group, account, 'js-wrong', pool({ identity: { type: 'UserAssigned' } })), 400, 'InvalidPropertyValue');
  await refused(pools.get(group, account, 'js-wrong'), 404, 'PoolNotFound');
  await refused(pools.update(group, account, 'js-wrong', {}), 404, 'PoolNotFound');
  await refused(pools.disableAutoScale(group, account, 'js-wrong'), 404, 'PoolNotFound');
};
