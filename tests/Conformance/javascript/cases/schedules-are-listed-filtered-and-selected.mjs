import assert from 'node:assert/strict';
import { sharedPool } from '../support.mjs';

export default async c => {
  for (const n of [1, 2, 3])
    await c.jobSchedule.add({ id: `schedule-list-${n}`, schedule: { doNotRunUntil: new Date(Date.now() + 86_400_000) }, jobSpecification: { poolInfo: { poolId: await sharedPool() } } });
  const first = await c.jobSchedule.list({ jobScheduleListOptions: { filter: "startswith(id,'schedule-list-') and state eq 'active'", select: 'id,state', maxResults: 2 } });
  const rest = await c.jobSchedule.listNext(first.odatanextLink);
  assert.deepEqual([...first, ...rest].map(one => [one.id, one.state, one.schedule]), [1, 2, 3].map(n => [`schedule-list-${n}`, 'active', undefined]));
};
