import { account, group } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  await refused(arm.applicationOperations.get(group, account, 'js-none'), 404, 'ApplicationNotFound');
  await refused(arm.applicationOperations.update(group, account, 'js-none', { displayName: 'x' }), 404, 'ApplicationNotFound');
  await refused(arm.applicationPackageOperations.create(group, account, 'js-none', '1'), 404, 'ApplicationNotFound');
  await refused(arm.applicationOperations.create(group, account, 'no blanks'), 400, 'InvalidResourceName');
  await arm.applicationOperations.delete(group, account, 'js-none');
};
