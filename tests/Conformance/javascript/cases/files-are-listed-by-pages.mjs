import assert from 'node:assert/strict';
import { addJob, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'file-pages');
  await c.task.add(id, { id: 't', commandLine: sh('touch a b c d e') });
  await completed(c, id, 't');

  const seen = [];
  let page = await c.file.listFromTask(id, 't', { recursive: true, fileListFromTaskOptions: { maxResults: 3 } });
  for (;;) {
    assert.ok(page.length <= 3);
    seen.push(...page.map(f => f.name));
    if (!page.odatanextLink)
      break;
    page = await c.file.listFromTaskNext(page.odatanextLink);
  }
  assert.deepEqual(seen.sort(), ['stderr.txt', 'stdout.txt', 'wd', 'wd/a', 'wd/b', 'wd/c', 'wd/d', 'wd/e']);
};
