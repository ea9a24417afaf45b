import assert from 'node:assert/strict';
import { account, all, group } from '../management.mjs';

export default async arm => {
  assert.equal((await all(arm.privateEndpointConnectionOperations.listByBatchAccount(group, account))).length, 0);
  const links = await all(arm.privateLinkResourceOperations.listByBatchAccount(group, account));
  assert.ok(links.every(one => one.groupId));
};
