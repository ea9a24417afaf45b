import assert from 'node:assert/strict';
import { addJob, completed, refused, sh, until } from '../support.mjs';

const stateOf = async (c, id, state) => until(`job ${id} is ${state}`, async () => {
  const job = await c.job.get(id);
  return job.state === state && job;
});

export default async c => {
  const onTaskFailure = 'performexitoptionsjobaction';
  const disables = { exitCodes: [{ code: 7, exitOptions: { jobAction: 'disable' } }], exitCodeRanges: [{ start: 8, end: 9, exitOptions: { jobAction: 'none' } }] };

  const passes = await addJob(c, 'action-none', { onTaskFailure });
  await c.task.add(passes, { id: '1', commandLine: sh('exit 9'), exitConditions: disables });
  await completed(c, passes, '1');
  assert.equal((await c.job.get(passes)).state, 'active');
  await c.task.add(passes, { id: '2', commandLine: sh('exit 7'), exitConditions: disables });
  await stateOf(c, passes, 'disabled');
  await c.job.deleteMethod(passes);

  const ends = await addJob(c, 'action-default', { onTaskFailure });
  await c.task.add(ends, { id: '1', commandLine: sh('exit 1') });
  assert.equal((await stateOf(c, ends, 'completed')).executionInfo.terminateReason, 'TaskFailed');

  const ignores = await addJob(c, 'action-ignored');
  await refused(c.task.add(ignores, { id: '1', commandLine: 'x', exitConditions: disables }), 400, 'InvalidPropertyValue');
};
