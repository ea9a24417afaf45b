import { addJob, refused } from '../support.mjs';

export default async c => {
  const id = await addJob(c, 'job-unprepared');
  await refused(c.job.listPreparationAndReleaseTaskStatus(id), 409, 'JobPreparationTaskNotSpecified');
};
