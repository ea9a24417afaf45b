import { account, group } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  await arm.applicationOperations.create(group, account, 'js-empty');
  const packages = arm.applicationPackageOperations;
  await refused(packages.get(group, account, 'js-empty', '1'), 404, 'ApplicationPackageNotFound');
  await refused(packages.activate(group, account, 'js-empty', '1', { format: 'zip' }), 404, 'ApplicationPackageNotFound');
  await packages.delete(group, account, 'js-empty', '1');
};
