// What a process that applies (applying.ts) is given and what it tells: the words between it and its parent, and nothing that runs.
/** What `enforce apply` exits with when another one runs. */
export const EXIT_LOCK_HELD = 5;
