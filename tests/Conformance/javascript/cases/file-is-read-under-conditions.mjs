import assert from 'node:assert/strict';
import { addJob, completed, refused, sh, text, unread } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'file-condition');
  await c.task.add(id, { id: 't', commandLine: sh('echo text') });
  await completed(c, id, 't');
  const { lastModified } = await c.file.getPropertiesFromTask(id, 't', 'stdout.txt');
  const day = 86_400_000;
  const read = options => c.file.getFromTask(id, 't', 'stdout.txt', { fileGetFromTaskOptions: options });

  assert.equal(await text(await read({ ifModifiedSince: new Date(lastModified.getTime() - day) })), 'text\n');
  await refused(read({ ifUnmodifiedSince: new Date(lastModified.getTime() - day) }), 412, unread);
  const unchanged = await read({ ifModifiedSince: new Date(lastModified.getTime() + day) }).then(r => r._response.status, error => error.statusCode);
  assert.equal(unchanged, 304);
};
