import { refused, sharedPool } from '../support.mjs';

export default async c => {
  const poolInfo = { poolId: await sharedPool() };
  await refused(c.job.add({ id: 'a'.repeat(65), poolInfo }), 400, 'InvalidPropertyValue');
  await refused(c.job.add({ id: 'no/slash', poolInfo }), 400, 'InvalidPropertyValue');
  await refused(c.job.add({ id: 'job-priority', priority: 1001, poolInfo }), 400, 'OutOfRangePriority');
  await refused(c.job.add({ id: 'job-nothing', poolInfo: {} }), 400, 'MissingRequiredProperty');
};
