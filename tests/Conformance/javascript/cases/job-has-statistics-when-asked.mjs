import assert from 'node:assert/strict';
import { addJob, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-stats');
  await c.task.add(id, { id: 'good', commandLine: 'true' });
  await c.task.add(id, { id: 'bad', commandLine: sh('exit 1') });
  await completed(c, id, 'good');
  await completed(c, id, 'bad');

  assert.equal((await c.job.get(id)).stats, undefined);
  const { stats } = await c.job.get(id, { jobGetOptions: { expand: 'stats' } });
  assert.ok(stats !== undefined && stats.url.includes(id) && stats.startTime instanceof Date);
  assert.deepEqual([Number(stats.numSucceededTasks), Number(stats.numFailedTasks)], [1, 1]);
};
