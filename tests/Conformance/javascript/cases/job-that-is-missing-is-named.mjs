import { refused } from '../support.mjs';

export default async c => {
  await refused(c.job.get('missing'), 404, 'JobNotFound');
  await refused(c.job.terminate('missing'), 404, 'JobNotFound');
  await refused(c.job.deleteMethod('missing'), 404, 'JobNotFound');
  await refused(c.task.list('missing'), 404, 'JobNotFound');
  await refused(c.task.addCollection('missing', [{ id: '1', commandLine: 'true' }]), 404, 'JobNotFound');
};
