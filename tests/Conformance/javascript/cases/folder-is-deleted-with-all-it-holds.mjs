import assert from 'node:assert/strict';
import { addJob, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'folder-deleted');
  await c.task.add(id, { id: 't', commandLine: sh('mkdir -p sub/deep && touch sub/a sub/deep/b') });
  await completed(c, id, 't');

  const once = await c.file.deleteFromTask(id, 't', 'wd/sub').then(() => 'deleted', error => error.statusCode);
  assert.notEqual(once, 'deleted');
  await c.file.deleteFromTask(id, 't', 'wd/sub', { recursive: true });

  assert.ok(!(await c.file.listFromTask(id, 't', { recursive: true })).some(f => f.name.startsWith('wd/sub')));
};
