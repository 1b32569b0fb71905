// What an opened database gives to the rest of the program: queries, locks that die with their holder, and word of what
// other processes committed. Which database it is shows only in `dialect`. Opening one is `openDatabase` in database.ts.
import assert from 'node:assert/strict';
/** The name of a lock is part of a file's name. */
export function checkLockName(name) {
    assert.match(name, /^[a-z0-9-]+$/, 'a lock is named in small letters, digits and dashes');
    return name;
}
