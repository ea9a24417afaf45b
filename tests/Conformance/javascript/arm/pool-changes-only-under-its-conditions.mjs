import assert from 'node:assert/strict';
import { account, group, pool } from '../management.mjs';
import { refused, until } from '../support.mjs';

export default async arm => {
  const pools = arm.poolOperations;
  const made = await pools.create(group, account, 'js-conditions', pool(), { ifNoneMatch: '*' });
  await refused(pools.create(group, account, 'js-conditions', pool(), { ifNoneMatch: '*' }), 412, 'ConditionNotMet');
  await until('the pool is steady', async () => (await pools.get(group, account, 'js-conditions')).allocationState === 'Steady');

  await refused(pools.update(group, account, 'js-conditions', { displayName: 'late' }, { ifMatch: made.eTag }), 412, 'ConditionNotMet');
  const now = await pools.get(group, account, 'js-conditions');
  assert.equal((await pools.update(group, account, 'js-conditions', { displayName: 'in time' }, { ifMatch: now.eTag })).displayName, 'in time');
};
