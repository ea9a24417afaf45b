import { addJob, completed, refused, sh, unread } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'file-range-wrong');
  await c.task.add(id, { id: 't', commandLine: sh('printf 0123456789') });
  await completed(c, id, 't');

  await refused(c.file.getFromTask(id, 't', 'stdout.txt', { fileGetFromTaskOptions: { ocpRange: 'bytes=10-20' } }), 416, unread);
};
