import { refused } from '../support.mjs';

export default async c => {
  await refused(c.application.get('nowhere'), 404, 'ApplicationNotFound');
};
