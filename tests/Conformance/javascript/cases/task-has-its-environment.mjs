import assert from 'node:assert/strict';
import { addJob, completed, sh, text } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'environment', { commonEnvironmentSettings: [{ name: 'COMMON', value: 'häß' }] });
  await c.task.add(id, {
    id: 't',
    commandLine: sh('echo $AZ_BATCH_JOB_ID/$AZ_BATCH_TASK_ID/$AZ_BATCH_POOL_ID/$AZ_BATCH_ACCOUNT_NAME/$COMMON/$OWN'),
    environmentSettings: [{ name: 'OWN', value: 'two words' }],
  });
  await completed(c, id, 't');
  assert.equal(await text(await c.file.getFromTask(id, 't', 'stdout.txt')), 'environment/t/shared/devbatchaccount1/häß/two words\n');
};
