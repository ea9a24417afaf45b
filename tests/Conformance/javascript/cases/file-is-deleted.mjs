import assert from 'node:assert/strict';
import { addJob, completed, refused, sh, unread } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'file-deleted');
  await c.task.add(id, { id: 't', commandLine: sh('touch a b') });
  await completed(c, id, 't');

  await c.file.deleteFromTask(id, 't', 'wd/a');

  assert.deepEqual((await c.file.listFromTask(id, 't', { recursive: true })).map(f => f.name).filter(n => n.startsWith('wd/')), ['wd/b']);
  await refused(c.file.deleteFromTask(id, 't', 'wd/a'), 404, 'FileNotFound');
  await refused(c.file.getFromTask(id, 't', 'wd/a'), 404, unread);
};
