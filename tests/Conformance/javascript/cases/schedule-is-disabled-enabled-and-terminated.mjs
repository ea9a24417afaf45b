import assert from 'node:assert/strict';
import { refused, sharedPool, until } from '../support.mjs';

export default async c => {
  const id = 'schedule-states';
  await c.jobSchedule.add({ id, schedule: { recurrenceInterval: 'P1D' }, jobSpecification: { poolInfo: { poolId: await sharedPool() } } });
  await c.jobSchedule.disable(id);
  assert.equal((await c.jobSchedule.get(id)).state, 'disabled');
  await c.jobSchedule.enable(id);
  assert.equal((await c.jobSchedule.get(id)).state, 'active');
  await c.jobSchedule.terminate(id);
  await until('it is completed', async () => (await c.jobSchedule.get(id)).state === 'completed');
  await refused(c.jobSchedule.enable(id), 409, 'JobScheduleCompleted');
  await c.jobSchedule.deleteMethod(id);
  await until('it is gone', async () => c.jobSchedule.get(id).then(() => false, error => error.code === 'JobScheduleNotFound'));
};
