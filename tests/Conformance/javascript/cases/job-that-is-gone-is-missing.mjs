import assert from 'node:assert/strict';
import { addJob, refused, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-gone');
  await c.task.add(id, { id: 't', commandLine: 'true' });
  await c.job.deleteMethod(id);
  await until('the job is gone', async () => c.job.get(id).then(j => { assert.equal(j.state, 'deleting'); return false; }, error => error.statusCode === 404));
  await refused(c.job.getTaskCounts(id), 404, 'JobNotFound');
  await refused(c.job.deleteMethod(id), 404, 'JobNotFound');
  await addJob(c, id);
};
