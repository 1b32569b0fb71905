// What the daemon is given. Built once in `cli/wire.ts` and handed down; nothing here is global.
/** Lets everything else that waits for the thread have its turn. */
export const pause = () => new Promise((resolve) => setImmediate(resolve));
