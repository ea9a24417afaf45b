import assert from 'node:assert/strict';
import { poolOf } from '../support.mjs';

export default async c => {
  const id = 'no-pool';
  const { id: _, ...pool } = poolOf('unused', 1, { applicationPackageReferences: [{ applicationId: 'nowhere', version: '1' }] });
  await c.job.add({ id, poolInfo: { autoPoolSpecification: { poolLifetimeOption: 'job', pool } } });

  const { state, executionInfo } = await c.job.get(id);
  assert.equal(state, 'completed');
  assert.equal(executionInfo.schedulingError.code, 'InvalidApplicationPackageReferencesInAutoPool');
  assert.equal(executionInfo.terminateReason, undefined);
};
