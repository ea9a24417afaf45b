import { Store } from './store';

const name = 'autobatch-key';
const wanted = new Store(false);
const given = new Store(0);

/** The function key, kept for this tab only and sent as a header, never in an address. */
export const key = {
  wanted,
  /** Grows with each key that is given: whatever was refused asks again. */
  given,
  value: (): string | null => sessionStorage.getItem(name),
  ask: (): void => wanted.set(true),
  give(secret: string): void {
    sessionStorage.setItem(name, secret);
    wanted.set(false);
    given.set(given.get() + 1);
  },
  cancel: (): void => wanted.set(false),
};
