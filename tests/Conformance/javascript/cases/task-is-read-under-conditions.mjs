import assert from 'node:assert/strict';
import { addJob, completed, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-condition');
  await c.task.add(id, { id: 't', commandLine: 'true' });
  const { eTag } = await completed(c, id, 't');
  assert.equal(await c.task.get(id, 't', { taskGetOptions: { ifNoneMatch: eTag } }).then(r => r._response.status, error => error.statusCode), 304);
  await refused(c.task.terminate(id, 't', { taskTerminateOptions: { ifMatch: '0x8D000000000000' } }), 412, 'ConditionNotMet');
  await refused(c.task.deleteMethod(id, 't', { taskDeleteMethodOptions: { ifMatch: '0x8D000000000000' } }), 412, 'ConditionNotMet');
  await c.task.deleteMethod(id, 't', { taskDeleteMethodOptions: { ifMatch: eTag } });
};
