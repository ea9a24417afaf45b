import { refused } from '../support.mjs';

export default async c => {
  const list = filter => c.job.list({ jobListOptions: { filter } });
  await refused(list('nothing eq 1'), 400, 'InvalidQueryParameterValue');
  await refused(list("state eq"), 400, 'InvalidQueryParameterValue');
  await refused(list("state eq 'active"), 400, 'InvalidQueryParameterValue');
};
