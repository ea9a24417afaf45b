import assert from 'node:assert/strict';
import { addJob, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'file-filter');
  await c.task.add(id, { id: 't', commandLine: sh('touch a1 a2 b') });
  await completed(c, id, 't');

  const list = await c.file.listFromTask(id, 't', { recursive: true, fileListFromTaskOptions: { filter: "startswith(name,'wd/a')" } });
  assert.deepEqual(list.map(f => f.name).sort(), ['wd/a1', 'wd/a2']);
};
