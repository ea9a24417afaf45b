import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-filter-time', { priority: 1 });
  const ids = async filter => (await c.job.list({ jobListOptions: { filter, select: 'id' } })).map(j => j.id);
  const hour = n => new Date(Date.now() + n * 3_600_000).toISOString();

  assert.ok((await ids(`creationTime gt datetime'${hour(-1)}'`)).includes(id));
  assert.ok(!(await ids(`creationTime gt datetime'${hour(1)}'`)).includes(id));
  assert.deepEqual(await ids(`(id eq '${id}' or id eq 'nothing') and (state eq 'active' or state eq 'completed')`), [id]);
  assert.deepEqual(await ids(`id eq '${id}' and state ne 'active'`), []);
};
