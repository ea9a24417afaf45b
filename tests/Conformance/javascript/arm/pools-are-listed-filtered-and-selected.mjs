import assert from 'node:assert/strict';
import { account, all, group, pool } from '../management.mjs';

export default async arm => {
  for (const name of ['js-listed-1', 'js-listed-2'])
    await arm.poolOperations.create(group, account, name, pool({ displayName: name }));
  const list = await all(arm.poolOperations.listByBatchAccount(group, account, { filter: "startswith(name,'js-listed-')", select: 'properties/displayName', maxresults: 1 }));
  assert.deepEqual(list.map(one => [one.name, one.displayName, one.vmSize]), [['js-listed-1', 'js-listed-1', undefined], ['js-listed-2', 'js-listed-2', undefined]]);
};
