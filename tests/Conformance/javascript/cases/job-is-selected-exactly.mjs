import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-select', { priority: 9 });
  const job = await c.job.get(id, { jobGetOptions: { select: 'id, priority' } });
  assert.deepEqual([job.id, job.priority, job.state, job.poolInfo, job.url], [id, 9, undefined, undefined, undefined]);
};
