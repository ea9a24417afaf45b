import assert from 'node:assert/strict';
import { addJob, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-get-condition');
  const { eTag } = await c.job.get(id);
  const same = await c.job.get(id, { jobGetOptions: { ifNoneMatch: eTag } }).then(r => r._response.status, error => error.statusCode);
  assert.equal(same, 304);
  await refused(c.job.get(id, { jobGetOptions: { ifMatch: '0x8D000000000000' } }), 412, 'ConditionNotMet');
  assert.equal((await c.job.get(id, { jobGetOptions: { ifMatch: eTag } })).id, id);
};
