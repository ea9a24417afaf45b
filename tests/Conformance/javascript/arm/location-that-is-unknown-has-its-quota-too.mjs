import assert from 'node:assert/strict';
import { all } from '../management.mjs';

export default async arm => {
  assert.equal((await arm.location.getQuotas('elsewhere')).accountQuota, 3);
  assert.ok((await all(arm.location.listSupportedVirtualMachineSkus('elsewhere'))).length > 10);
};
