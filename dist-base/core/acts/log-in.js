// Logging in: the password, then the code where there is a second factor. Failures are counted on the person, in the database, so
// that they count over all processes and restarts: five in a row, and nobody is let in with that name for a minute, then two,
// four … an hour at most. What a stranger is told is the same whoever the name belongs to, and takes as long.
import { Fault } from '../fault.js';
import { isPassword, NOBODYS_HASH } from '../password.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { changePerson, holdPerson, personByUsername } from '../store/people.js';
import { totpStep } from '../totp.js';
const FREE_FAILURES = 5;
const LOCK_MS = 60_000;
const LOCK_MOST_MS = 3_600_000;
export async function logIn(db, ask, where) {
    const username = ask.username.trim().toLowerCase();
    const found = await personByUsername(db, username);
    const isRight = await isPassword(ask.password, found?.passwordHash ?? NOBODYS_HASH);
    if (found === null || found.disabledAt !== null)
        return { ok: false, why: 'wrong' };
    return within(db, async (tx) => {
        // Read again: others may have tried meanwhile.
        const person = await holdPerson(tx, found.id);
        if (person === null)
            return { ok: false, why: 'wrong' };
        const locked = lockOf(person, where.now);
        if (locked !== null)
            return locked;
        if (!isRight || person.passwordHash !== found.passwordHash)
            return failed(tx, person, 'password', where);
        const needsCode = person.totpSealed !== null;
        if (!needsCode)
            await succeeded(tx, person, where);
        return { ok: true, person, needsCode };
    });
}
/** The second factor of somebody whose password was right at `passwordAt`; one that was replaced since opens nothing. */
export async function confirmLogIn(db, ask, where) {
    return within(db, async (tx) => {
        const person = await holdPerson(tx, ask.personId);
        if (person === null || person.disabledAt !== null || person.totpSealed === null)
            return { ok: false, why: 'wrong' };
        if (person.passwordSetAt > ask.passwordAt)
            return { ok: false, why: 'wrong' };
        const locked = lockOf(person, where.now);
        if (locked !== null)
            return locked;
        const step = totpStep(openTotp(where.seal, person), ask.code, where.now, person.totpLastStep);
        if (step === null)
            return failed(tx, person, 'code', where);
        await changePerson(tx, person.id, { totpLastStep: step });
        await succeeded(tx, person, where);
        return { ok: true, person, needsCode: false };
    });
}
function lockOf({ lockedUntil }, now) {
    // A clock that was set back must not keep somebody out for ever.
    return lockedUntil !== null && lockedUntil > now && lockedUntil <= now + LOCK_MOST_MS
        ? { ok: false, why: 'locked', until: lockedUntil }
        : null;
}
async function failed(tx, person, part, where) {
    const failures = person.failures + 1;
    const isLocked = failures >= FREE_FAILURES;
    const lockMs = Math.min(LOCK_MOST_MS, LOCK_MS * 2 ** Math.min(10, failures - FREE_FAILURES));
    const lockedUntil = isLocked ? where.now + lockMs : null;
    await changePerson(tx, person.id, { failures, lockedUntil });
    await told(tx, person, where, 'log-in-failed', { part, failures, lockedUntil });
    return { ok: false, why: 'wrong' };
}
async function succeeded(tx, person, where) {
    await changePerson(tx, person.id, { failures: 0, lockedUntil: null, seenAt: where.now });
    await told(tx, person, where, 'logged-in', {});
}
const told = (tx, person, { now, address }, what, facts) => addLog(tx, [
    {
        ...{ at: now, by: `operator:${person.id}`, what },
        about: { kind: 'person', id: person.id },
        facts: { ...facts, address },
    },
]);
const totpAt = (person) => ({ table: 'people', column: 'totp', row: person.username });
const openTotp = (seal, person) => seal.open(person.totpSealed ?? '', totpAt(person));
/**
 * Turns the second factor on: `code` proves that the app has the secret. False where it is none of it. One that is on is not
 * replaced: whoever sits at a browser that was left open with a secret of his own must not put it in the place of the owner's.
 */
export async function startTotp(db, ask, by) {
    const step = totpStep(ask.secret, ask.code, by.now, null);
    if (step === null)
        return false;
    await within(db, async (tx) => {
        const person = await holdPerson(tx, ask.personId);
        if (person === null)
            throw new Fault('record-missing', 'there is no such person any more');
        if (person.totpSealed !== null)
            throw new Fault('record-conflict', 'there is a second factor already: it is taken off first');
        await changePerson(tx, person.id, { totpSealed: by.seal.seal(ask.secret, totpAt(person)), totpLastStep: step });
        await addLog(tx, [{ at: by.now, by: by.by, what: 'totp-on', about: { kind: 'person', id: person.id }, facts: {} }]);
    });
    return true;
}
