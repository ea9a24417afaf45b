import { refused, sharedPool } from '../support.mjs';

export default async c => {
  const jobSpecification = { poolInfo: { poolId: await sharedPool() } };
  await refused(c.jobSchedule.get('schedule-none'), 404, 'JobScheduleNotFound');
  await refused(c.jobSchedule.terminate('schedule-none'), 404, 'JobScheduleNotFound');
  await refused(c.jobSchedule.deleteMethod('schedule-none'), 404, 'JobScheduleNotFound');
  await refused(c.job.listFromJobSchedule('schedule-none'), 404, 'JobScheduleNotFound');
  await refused(c.jobSchedule.add({ id: 'no/slash', schedule: { recurrenceInterval: 'P1D' }, jobSpecification }), 400, 'InvalidPropertyValue');
  await refused(c.jobSchedule.add({ id: 'schedule-short', schedule: { recurrenceInterval: 'PT1S' }, jobSpecification }), 400, 'InvalidPropertyValue');
};
