import { Store } from './store';

const name = 'autobatch-key';
const wanted = new Store(false);

/** The function key, kept for this tab only and sent as a header, never in an address. */
export const key = {
  wanted,
  value: (): string | null => sessionStorage.getItem(name),
  ask: (): void => wanted.set(true),
  give(secret: string): void {
    sessionStorage.setItem(name, secret);
    wanted.set(false);
  },
  cancel: (): void => wanted.set(false),
};
