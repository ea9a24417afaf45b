import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const ids = [];
  for (const n of [1, 2, 3, 4, 5])
    ids.push(await addJob(c, `job-page-${n}`));
  const seen = [];
  let page = await c.job.list({ jobListOptions: { filter: "startswith(id,'job-page-')", select: 'id', maxResults: 2 } });
  let count = 1;
  for (; page.odatanextLink; count++) {
    assert.equal(page.length, 2);
    seen.push(...page.map(j => j.id));
    page = await c.job.listNext(page.odatanextLink);
  }
  seen.push(...page.map(j => j.id));
  assert.deepEqual([count, seen], [3, ids]);
};
