// The token by which FreeRADIUS is known when it asks for log-ins, and for passwords with them. One for the installation, 32
// random bytes, sealed in the database so that every daemon knows it; there is none, and no question is answered, until a
// person asks for one. A new one makes the old one worthless at once.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { radiusTokenSealed, storeRadiusToken } from '../store/settings.js';
const PLACE = { table: 'settings', column: 'radius_token', row: 'freeradius' };
/** Null where none was made. Throws `secret-unreadable` where it was sealed under another key. */
export async function radiusToken(db, seal) {
    const sealed = await radiusTokenSealed(db);
    return sealed === null ? null : seal.open(sealed, PLACE);
}
/** The token that there is, or a new one where there is none or it is to be replaced. */
export async function makeRadiusToken(db, ask, told) {
    return within(db, async (tx) => {
        const known = ask.anew ? null : await radiusToken(tx, told.seal);
        if (known !== null)
            return known;
        const token = randomBytes(32).toString('base64url');
        await storeRadiusToken(tx, told.seal.seal(token, PLACE), told.now);
        await addLog(tx, [{ at: told.now, by: told.by, what: 'radius-token', facts: { anew: ask.anew } }]);
        return token;
    });
}
/** Takes the same time whatever is given. */
export function isSameToken(given, token) {
    const digest = (text) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(given), digest(token));
}
