import assert from 'node:assert/strict';
import { addJob, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-megabyte');
  const tasks = Array.from({ length: 60 }, (_, n) => ({ id: `${n}`, commandLine: `/bin/true ${'x'.repeat(20_000)}` }));
  await refused(c.task.addCollection(id, tasks), 413, 'RequestBodyTooLarge');
  assert.equal((await c.task.list(id)).length, 0);
};
