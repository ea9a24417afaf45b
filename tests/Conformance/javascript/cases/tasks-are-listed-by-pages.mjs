import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'pages');
  await c.task.addCollection(id, Array.from({ length: 10 }, (_, n) => ({ id: `${n}`, commandLine: 'true' })));
  const seen = [];
  let page = await c.task.list(id, { taskListOptions: { maxResults: 4, select: 'id' } });
  for (let count = 1; ; count++) {
    assert.ok(page.length <= 4 && page.every(t => t.state === undefined));
    seen.push(...page.map(t => t.id));
    if (!page.odatanextLink) {
      assert.equal(count, 3);
      break;
    }
    page = await c.task.listNext(page.odatanextLink);
  }
  assert.deepEqual(seen.sort(), Array.from({ length: 10 }, (_, n) => `${n}`));
};
