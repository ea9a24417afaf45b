import { addJob, refused, sh, unread } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'waiting', { usesTaskDependencies: true });
  await c.task.addCollection(id, [
    { id: 'first', commandLine: sh('sleep 600') },
    { id: 'second', commandLine: 'true', dependsOn: { taskIds: ['first'] } },
  ]);
  await refused(c.file.getFromTask(id, 'second', 'stdout.txt'), 409, unread);
  await c.job.deleteMethod(id);
};
