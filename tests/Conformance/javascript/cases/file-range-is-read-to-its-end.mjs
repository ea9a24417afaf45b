import assert from 'node:assert/strict';
import { addJob, completed, sh, text } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'file-range');
  await c.task.add(id, { id: 't', commandLine: sh('printf 0123456789') });
  await completed(c, id, 't');
  const read = async ocpRange => text(await c.file.getFromTask(id, 't', 'stdout.txt', { fileGetFromTaskOptions: { ocpRange } }));

  assert.equal(await read('bytes=0-0'), '0');
  assert.equal(await read('bytes=7-'), '789');
  assert.equal(await read('bytes=8-99'), '89');
};
