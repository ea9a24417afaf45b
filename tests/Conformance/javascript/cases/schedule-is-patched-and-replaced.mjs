import assert from 'node:assert/strict';
import { refused, sharedPool } from '../support.mjs';

export default async c => {
  const id = 'schedule-patched';
  const jobSpecification = { poolInfo: { poolId: await sharedPool() } };
  await c.jobSchedule.add({ id, schedule: { recurrenceInterval: 'P1D' }, jobSpecification, metadata: [{ name: 'a', value: 'b' }] });
  const before = await c.jobSchedule.get(id);
  await c.jobSchedule.patch(id, { schedule: { recurrenceInterval: 'P2D' } }, { jobSchedulePatchOptions: { ifMatch: before.eTag } });
  const patched = await c.jobSchedule.get(id);
  assert.deepEqual([patched.schedule.recurrenceInterval, patched.metadata.length], ['P2D', 1]);
  await refused(c.jobSchedule.patch(id, { metadata: [] }, { jobSchedulePatchOptions: { ifMatch: before.eTag } }), 412, 'ConditionNotMet');
  await c.jobSchedule.update(id, { schedule: { recurrenceInterval: 'P3D' }, jobSpecification });
  const replaced = await c.jobSchedule.get(id);
  assert.deepEqual([replaced.schedule.recurrenceInterval, replaced.metadata], ['P3D', undefined]);
};
