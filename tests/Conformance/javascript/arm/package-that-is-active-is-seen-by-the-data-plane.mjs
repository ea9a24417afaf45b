import assert from 'node:assert/strict';
import { account, group } from '../management.mjs';
import { client } from '../support.mjs';

export default async arm => {
  await arm.applicationOperations.create(group, account, 'js-seen', { parameters: { displayName: 'Seen' } });
  const { storageUrl } = await arm.applicationPackageOperations.create(group, account, 'js-seen', '1');
  const upload = await fetch(storageUrl, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'zip' });
  assert.equal(upload.status, 201);
  await arm.applicationPackageOperations.activate(group, account, 'js-seen', '1', { format: 'zip' });
  const { id, displayName, versions } = await client().application.get('js-seen');
  assert.deepEqual([id, displayName, versions], ['js-seen', 'Seen', ['1']]);
  await arm.applicationPackageOperations.delete(group, account, 'js-seen', '1');
  await arm.applicationOperations.delete(group, account, 'js-seen');
};
