import assert from 'node:assert/strict';
import { addJob, refused } from '../support.mjs';

export default async c => {
  await addJob(c, 'filter-a');
  await addJob(c, 'filter-b');
  const list = options => c.job.list({ jobListOptions: options });

  const both = await list({ filter: "startswith(id,'filter-') and state eq 'active'", select: 'id, state' });
  assert.deepEqual(both.map(j => j.id).sort(), ['filter-a', 'filter-b']);
  assert.equal(both[0].eTag, undefined);
  assert.equal(both[0].poolInfo, undefined);

  const one = await list({ filter: "(id eq 'filter-a' or id eq 'filter-c') and creationTime gt DateTime'2020-01-01T00:00:00Z'" });
  assert.deepEqual(one.map(j => j.id), ['filter-a']);
  assert.equal((await list({ filter: "startswith(id,'filter-') and creationTime lt DateTime'2020-01-01T00:00:00Z'" })).length, 0);
  assert.equal((await list({ filter: "startswith(id,'filter-') and state ne 'active'" })).length, 0);

  await refused(list({ filter: "nothing eq 'x'" }), 400, 'InvalidQueryParameterValue');
  await refused(list({ filter: "id eq" }), 400, 'InvalidQueryParameterValue');
};
