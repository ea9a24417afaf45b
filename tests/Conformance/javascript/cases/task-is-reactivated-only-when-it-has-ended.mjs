import { addJob, refused, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-reactivate');
  await c.task.add(id, { id: 'runs', commandLine: sh('sleep 600') });
  await until('the task runs', async () => (await c.task.get(id, 'runs')).state === 'running');
  await refused(c.task.reactivate(id, 'runs'), 409, 'TaskNotCompleted');
  await refused(c.task.reactivate(id, 'none'), 404, 'TaskNotFound');
  await c.task.deleteMethod(id, 'runs');
};
