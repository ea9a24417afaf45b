import assert from 'node:assert/strict';
import { addJob, completed, refused, sh, text, unread } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'files');
  await c.task.add(id, { id: 't', commandLine: sh("mkdir 'sub dir' && printf content > 'sub dir/a+b.txt' && echo out && echo err >&2") });
  await completed(c, id, 't');

  assert.equal(await text(await c.file.getFromTask(id, 't', 'stdout.txt')), 'out\n');
  assert.equal(await text(await c.file.getFromTask(id, 't', 'stderr.txt')), 'err\n');
  assert.equal(await text(await c.file.getFromTask(id, 't', 'wd/sub dir/a+b.txt')), 'content');
  const part = await c.file.getFromTask(id, 't', 'wd/sub dir/a+b.txt', { fileGetFromTaskOptions: { ocpRange: 'bytes=1-3' } });
  assert.equal(await text(part), 'ont');

  const properties = await c.file.getPropertiesFromTask(id, 't', 'wd/sub dir/a+b.txt');
  assert.equal(properties.contentLength, 7);
  assert.equal(String(properties.ocpBatchFileIsdirectory).toLowerCase(), 'false');
  assert.ok(properties.lastModified instanceof Date && decodeURIComponent(properties.ocpBatchFileUrl).includes('/jobs/files/tasks/t/files/'));

  const top = (await c.file.listFromTask(id, 't')).map(f => f.name);
  assert.ok(top.includes('stdout.txt') && top.includes('wd') && !top.some(n => n.includes('a+b')), top.join());
  const all = await c.file.listFromTask(id, 't', { recursive: true });
  const file = all.find(f => f.name === 'wd/sub dir/a+b.txt');
  assert.equal(file.properties.contentLength, 7);
  assert.equal(file.isDirectory, false);

  await refused(c.file.getFromTask(id, 't', 'wd/none.txt'), 404, unread);
  await refused(c.file.getFromTask(id, 't', '../../../../../../etc/passwd'), 404, unread);
};
