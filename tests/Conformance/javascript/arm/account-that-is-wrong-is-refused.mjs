import { account, group, makeAccount, management, soon } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const accounts = arm.batchAccountOperations;
  await refused(accounts.beginCreateAndWait(group, account, { location: 'local1' }, soon), 409, 'AccountExists');
  await refused(makeAccount(arm, 'jsuser', { poolAllocationMode: 'UserSubscription' }), 400, 'MissingRequiredProperty');
  await refused(makeAccount(arm, 'jsnetwork', { publicNetworkAccess: 'Disabled' }), 400, 'UnsupportedProperty');
  await refused(accounts.get(group, 'jsnowhere'), 404, 'ResourceNotFound');
  await refused(accounts.get('nogroup', account), 404, 'ResourceGroupNotFound');
  await refused(accounts.update(group, 'jsnowhere', {}), 404, 'ResourceNotFound');
  await refused(management('wrong').batchAccountOperations.get(group, account), 401, 'AuthenticationFailed');
};
