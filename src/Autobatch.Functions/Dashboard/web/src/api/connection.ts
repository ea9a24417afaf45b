import { Store } from './store';

/** Since when nothing answers; null while the app does. */
const lostSince = new Store<Date | null>(null);

export const connection = {
  lostSince,
  lost(): void {
    if (lostSince.get() === null) lostSince.set(new Date());
  },
  found(): void {
    lostSince.set(null);
  },
};
