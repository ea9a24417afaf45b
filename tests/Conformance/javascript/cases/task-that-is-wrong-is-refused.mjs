import { addJob, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'task-wrong');
  const add = task => c.task.add(id, { commandLine: 'true', ...task });
  await refused(add({ id: 'a'.repeat(65) }), 400, 'InvalidPropertyValue');
  await refused(add({ id: 'no.dots' }), 400, 'InvalidPropertyValue');
  await refused(add({ id: 't', requiredSlots: 0 }), 400, 'InvalidPropertyValue');
  await refused(add({ id: 't', commandLine: '' }), 400, 'InvalidPropertyValue');
  await refused(c.task.add('task-no-job', { id: 't', commandLine: 'true' }), 404, 'JobNotFound');
};
