import assert from 'node:assert/strict';
import { sharedPool } from '../support.mjs';

export default async c => {
  const exists = async id => (await c.jobSchedule.exists(id)).body;
  await c.jobSchedule.add({ id: 'schedule-head', schedule: { recurrenceInterval: 'P1D' }, jobSpecification: { poolInfo: { poolId: await sharedPool() } } });
  assert.deepEqual([await exists('schedule-head'), await exists('schedule-none')], [true, false]);
};
