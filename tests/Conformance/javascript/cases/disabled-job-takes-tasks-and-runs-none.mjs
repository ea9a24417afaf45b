import assert from 'node:assert/strict';
import { addJob, completed, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-disabled');
  await c.job.disable(id, 'wait');
  await until('the job is disabled', async () => (await c.job.get(id)).state === 'disabled');
  await c.task.add(id, { id: 't', commandLine: 'true' });
  assert.equal((await c.task.get(id, 't')).state, 'active');
  await c.job.enable(id);
  assert.equal((await completed(c, id, 't')).executionInfo.result, 'success');
  assert.equal((await c.job.get(id)).previousState !== undefined, true);
};
