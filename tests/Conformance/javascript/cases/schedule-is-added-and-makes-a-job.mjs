import assert from 'node:assert/strict';
import { refused, sharedPool, until } from '../support.mjs';

export default async c => {
  const id = 'schedule-added';
  const added = await c.jobSchedule.add({ id, displayName: 'Jeden Tag', schedule: { recurrenceInterval: 'P1D' }, jobSpecification: { poolInfo: { poolId: await sharedPool() }, priority: 3 }, metadata: [{ name: 'a', value: 'b' }] });
  assert.ok(added.eTag);
  const made = await until('the first job is there', async () => (await c.jobSchedule.get(id)).executionInfo.recentJob);
  assert.equal(made.id, `${id}:job-1`);
  assert.deepEqual((await c.job.listFromJobSchedule(id)).map(j => [j.id, j.priority]), [[`${id}:job-1`, 3]]);
  const schedule = await c.jobSchedule.get(id);
  assert.deepEqual([schedule.state, schedule.displayName, schedule.schedule.recurrenceInterval, schedule.metadata[0].value], ['active', 'Jeden Tag', 'P1D', 'b']);
  assert.ok(schedule.executionInfo.nextRunTime instanceof Date);
  await refused(c.jobSchedule.add({ id, schedule: { recurrenceInterval: 'P1D' }, jobSpecification: { poolInfo: { poolId: 'shared' } } }), 409, 'JobScheduleExists');
};
