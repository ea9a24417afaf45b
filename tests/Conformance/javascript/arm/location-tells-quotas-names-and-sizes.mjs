import assert from 'node:assert/strict';
import { account, all } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  assert.equal((await arm.location.getQuotas('local1')).accountQuota, 3);
  const available = name => arm.location.checkNameAvailability('local1', { name, type: 'Microsoft.Batch/batchAccounts' });
  assert.equal((await available('jsfreename')).nameAvailable, true);
  assert.deepEqual([(await available(account)).reason, (await available('No-Name')).reason], ['AlreadyExists', 'Invalid']);

  const sizes = await all(arm.location.listSupportedVirtualMachineSkus('local1', { maxresults: 4 }));
  const small = sizes.find(size => size.name === 'Standard_D2s_v3');
  assert.deepEqual([small.familyName, small.capabilities.find(one => one.name === 'vCPUs').value], ['standardDSv3Family', '2']);
  const family = await all(arm.location.listSupportedVirtualMachineSkus('local1', { filter: "familyName eq 'standardDSv3Family'" }));
  assert.deepEqual(family.map(size => size.name).sort(), ['Standard_D16s_v3', 'Standard_D2s_v3', 'Standard_D4s_v3', 'Standard_D8s_v3']);
  await refused(all(arm.location.listSupportedVirtualMachineSkus('local1', { filter: 'nothing eq 1' })), 400, 'InvalidQueryParameterValue');
};
