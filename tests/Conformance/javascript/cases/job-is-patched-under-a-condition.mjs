import assert from 'node:assert/strict';
import { addJob, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'condition');
  const before = await c.job.get(id);
  await refused(c.job.patch(id, { priority: 1 }, { jobPatchOptions: { ifMatch: '0x8D000000000000' } }), 412, 'ConditionNotMet');
  await c.job.patch(id, { priority: 2 }, { jobPatchOptions: { ifMatch: before.eTag } });
  const after = await c.job.get(id);
  assert.equal(after.priority, 2);
  assert.notEqual(after.eTag, before.eTag);
};
