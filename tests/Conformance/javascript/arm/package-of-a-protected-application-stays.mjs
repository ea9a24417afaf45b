import { account, group } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const packages = arm.applicationPackageOperations;
  await arm.applicationOperations.create(group, account, 'js-protected', { parameters: { allowUpdates: false } });
  const pending = await packages.create(group, account, 'js-protected', '1');
  await fetch(pending.storageUrl, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'a zip' });
  await packages.activate(group, account, 'js-protected', '1', { format: 'zip' });

  await refused(packages.create(group, account, 'js-protected', '1'), 409, 'ApplicationUpdatesNotAllowed');
  await refused(packages.delete(group, account, 'js-protected', '1'), 409, 'ApplicationUpdatesNotAllowed');
  await packages.create(group, account, 'js-protected', '2');
  await refused(packages.create(group, account, 'js-protected', 'not a version'), 400, 'InvalidResourceName');
};
