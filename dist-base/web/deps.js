// What the pages are given. Built once in `cli/wire.ts` and handed down.
export {};
