import { addJob, refused, unread } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'file-no-task');
  await refused(c.file.listFromTask(id, 'none'), 404, 'TaskNotFound');
  await refused(c.file.getFromTask(id, 'none', 'stdout.txt'), 404, unread);
  await refused(c.file.listFromTask('file-no-job', 'none'), 404, 'JobNotFound');
};
