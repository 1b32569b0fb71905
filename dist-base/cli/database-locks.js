// Locks that die with their holder, beside an SQLite database. A lock is an exclusive transaction on a small empty file
// `<database>.<name>.lock`: the operating system ends it with the process, however that died. The file itself stays, since
// removing one that another process is about to lock would let two hold it.
import { isBusy, openLockFile } from './database-file.js';
import { checkLockName } from './database-port.js';
export function fileLocks(path) {
    const held = new Set();
    return {
        async take(name) {
            const file = openLockFile(`${path}.${checkLockName(name)}.lock`);
            if (!beginExclusive(file))
                return null;
            const lock = heldUntil(() => {
                held.delete(lock);
                file.close();
            });
            held.add(lock);
            return lock;
        },
        async releaseAll() {
            for (const lock of held)
                await lock.release();
        },
    };
}
/** Nobody else can reach a database in memory, so a set of names does. */
export function memoryLocks() {
    const names = new Set();
    return {
        async take(name) {
            if (names.has(checkLockName(name)))
                return null;
            names.add(name);
            return heldUntil(() => names.delete(name));
        },
        async releaseAll() {
            names.clear();
        },
    };
}
function heldUntil(free) {
    let isHeld = true;
    return {
        get isHeld() {
            return isHeld;
        },
        async release() {
            if (!isHeld)
                return;
            isHeld = false;
            free();
        },
    };
}
function beginExclusive(file) {
    try {
        file.exec('begin exclusive');
        return true;
    }
    catch (e) {
        file.close();
        if (isBusy(e))
            return false;
        throw e;
    }
}
