import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-constraints', { constraints: { maxTaskRetryCount: 5, maxWallClockTime: 'PT1H' } });
  await c.job.patch(id, { constraints: { maxWallClockTime: 'PT2H' } });
  assert.deepEqual({ ...(await c.job.get(id)).constraints }, { maxWallClockTime: 'PT2H', maxTaskRetryCount: 0 });
};
