import assert from 'node:assert/strict';
import { addJob, completed, refused, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-again');
  await c.task.add(id, { id: 't', commandLine: sh('test -e $AZ_BATCH_NODE_SHARED_DIR/again-$AZ_BATCH_JOB_ID || { touch $AZ_BATCH_NODE_SHARED_DIR/again-$AZ_BATCH_JOB_ID; exit 1; }'), affinityInfo: { affinityId: (await c.computeNode.list('shared'))[0].affinityId } });
  assert.equal((await completed(c, id, 't')).executionInfo.exitCode, 1);
  for (let tries = 0; tries < 20 && (await c.task.get(id, 't')).executionInfo.result !== 'success'; tries++) {
    await c.task.reactivate(id, 't');
    await completed(c, id, 't');
  }
  assert.equal((await c.task.get(id, 't')).executionInfo.result, 'success');
  await refused(c.task.reactivate(id, 't'), 409, 'TaskSucceeded');
};
