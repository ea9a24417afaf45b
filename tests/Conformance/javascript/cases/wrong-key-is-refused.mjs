import { client, refused } from '../support.mjs';

export default async () => {
  await refused(client(Buffer.from('a wrong key').toString('base64')).job.list(), 403, 'AuthenticationFailed');
};
