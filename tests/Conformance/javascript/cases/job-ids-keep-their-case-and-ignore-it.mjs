import assert from 'node:assert/strict';
import { addJob, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'Job-Of-Mixed-Case');
  assert.equal((await c.job.get('job-of-mixed-case')).id, id);
  await refused(c.job.add({ id: id.toUpperCase(), poolInfo: { poolId: 'shared' } }), 409, 'JobExists');
};
