import { group, soon } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const make = name => arm.batchAccountOperations.beginCreateAndWait(group, name, { location: 'fullregion' }, soon);
  for (const name of ['jsfull1', 'jsfull2', 'jsfull3'])
    await make(name);

  await refused(make('jsfull4'), 409, 'SubscriptionQuotaExceeded');

  await arm.batchAccountOperations.beginDeleteAndWait(group, 'jsfull1', soon);
  await make('jsfull4');
};
