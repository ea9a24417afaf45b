import assert from 'node:assert/strict';
import { addJob, completed, refused, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'depends', { usesTaskDependencies: true });
  await c.task.addCollection(id, [
    { id: 'merge', commandLine: 'true', dependsOn: { taskIdRanges: [{ start: 1, end: 3 }] } },
    ...[1, 2, 3].map(n => ({ id: `${n}`, commandLine: sh('sleep 0.2') })),
  ]);
  const merge = await completed(c, id, 'merge');
  for (const n of ['1', '2', '3']) {
    const part = await c.task.get(id, n);
    assert.equal(part.state, 'completed');
    assert.ok(part.executionInfo.endTime <= merge.executionInfo.startTime);
  }

  const plain = await addJob(c, 'depends-not');
  await refused(c.task.add(plain, { id: 'x', commandLine: 'true', dependsOn: { taskIds: ['y'] } }), 400, 'TaskDependenciesNotSpecifiedOnJob');
};
