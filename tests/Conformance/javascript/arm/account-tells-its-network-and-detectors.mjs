import assert from 'node:assert/strict';
import { account, all, group } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const outbound = await all(arm.batchAccountOperations.listOutboundNetworkDependenciesEndpoints(group, account));
  assert.ok(outbound.every(one => one.category && one.endpoints.length > 0));
  const detectors = await all(arm.batchAccountOperations.listDetectors(group, account));
  assert.ok(Array.isArray(detectors));
  for (const { name } of detectors)
    assert.equal((await arm.batchAccountOperations.getDetector(group, account, name)).name, name);
  await refused(arm.batchAccountOperations.getDetector(group, account, 'none'), 404, 'ResourceNotFound');
};
