import assert from 'node:assert/strict';
import { addJob, completed, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-clock', { constraints: { maxWallClockTime: 'PT3S' } });
  await c.task.add(id, { id: 'long', commandLine: sh('sleep 600') });
  const job = await until('the job is completed', async () => {
    const j = await c.job.get(id);
    return j.state === 'completed' && j;
  });
  assert.equal(job.executionInfo.terminateReason, 'MaxWallClockTimeExpiry');
  assert.equal((await completed(c, id, 'long')).executionInfo.result, 'failure');
};
