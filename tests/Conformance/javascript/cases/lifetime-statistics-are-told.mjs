import assert from 'node:assert/strict';

export default async c => {
  const jobs = await c.job.getAllLifetimeStatistics();
  assert.ok(jobs.url && jobs.startTime instanceof Date && Number(jobs.numSucceededTasks) >= 0);
  assert.ok((await c.pool.getAllLifetimeStatistics()).startTime instanceof Date);
};
