import assert from 'node:assert/strict';
import { account, all, group } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const packages = arm.applicationPackageOperations;
  await arm.applicationOperations.create(group, account, 'js-packed');

  const pending = await packages.create(group, account, 'js-packed', '1.0');
  assert.deepEqual([pending.name, pending.state], ['1.0', 'Pending']);
  assert.ok(pending.storageUrlExpiry > new Date());
  await refused(packages.activate(group, account, 'js-packed', '1.0', { format: 'zip' }), 409, 'ApplicationPackageBlobNotFound');
  const upload = await fetch(pending.storageUrl, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'a zip' });
  assert.equal(upload.status, 201, await upload.text());
  await refused(packages.activate(group, account, 'js-packed', '1.0', { format: 'tar' }), 400, 'InvalidRequestBody');

  const active = await packages.activate(group, account, 'js-packed', '1.0', { format: 'zip' });
  assert.deepEqual([active.state, active.format], ['Active', 'zip']);
  assert.equal((await packages.get(group, account, 'js-packed', '1.0')).state, 'Active');
  assert.deepEqual((await all(packages.list(group, account, 'js-packed'))).map(one => one.name), ['1.0']);
  assert.equal((await arm.applicationOperations.update(group, account, 'js-packed', { defaultVersion: '1.0' })).defaultVersion, '1.0');

  await refused(arm.applicationOperations.delete(group, account, 'js-packed'), 409, 'ApplicationNotEmpty');
  await packages.delete(group, account, 'js-packed', '1.0');
  await refused(packages.get(group, account, 'js-packed', '1.0'), 404, 'ApplicationPackageNotFound');
  await arm.applicationOperations.delete(group, account, 'js-packed');
};
