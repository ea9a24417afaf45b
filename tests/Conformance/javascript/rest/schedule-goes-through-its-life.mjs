import assert from 'node:assert/strict';
import { call, pages } from '../rest.mjs';
import { sharedPool, until } from '../support.mjs';

const id = 'rest-schedule';
const schedule = ['/jobschedules/{jobScheduleId}', id];
const at = action => [`/jobschedules/{jobScheduleId}/${action}`, id];

export default async c => {
  const get = async () => (await call(c, 'get', schedule, 200)).body;
  await call(c, 'post', ['/jobschedules'], 201, { body: { id, schedule: { recurrenceInterval: 'PT1H', startWindow: 'PT30M' }, jobSpecification: { poolInfo: { poolId: await sharedPool() } } } });
  await call(c, 'head', schedule, 200);
  await call(c, 'head', ['/jobschedules/{jobScheduleId}', 'none'], 404);
  await call(c, 'put', schedule, 200, { body: await get() });
  await call(c, 'patch', schedule, 200, { body: { schedule: { recurrenceInterval: 'PT2H', doNotRunAfter: new Date(Date.now() + 86_400_000).toISOString() } } });
  assert.equal((await get()).schedule.recurrenceInterval, 'PT2H');
  await until('there is a job', async () => (await pages(c, at('jobs'), { $select: 'id' })).items.length === 1);
  await call(c, 'post', at('disable'), 204);
  await call(c, 'post', at('enable'), 204);
  await call(c, 'post', at('terminate'), 202, { query: { force: true } });
  await until('the schedule is completed', async () => (await get()).state === 'completed');
  await call(c, 'delete', schedule, 202);
  await until('the schedule is gone', async () => (await c.pathUnchecked(...schedule).head()).status === '404');
};
