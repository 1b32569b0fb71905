// The one name for "a database or a transaction on it" that stores and acts are given, and the one way into a transaction.
// Opening a database is cli/database.ts.
import { isFault } from '../fault.js';
/** Two that get in each other's way once seldom do so again; more often it is something else, and whoever asked is told. */
const TRIES = 3;
/**
 * Runs a deed in a transaction: in the one that is given, or in one of its own. One that PostgreSQL undid for the sake of
 * another (a deadlock) is run again from the start, so a deed leaves nothing behind but what it writes and returns.
 */
export async function within(db, deed) {
    if (db.isTransaction)
        return deed(db);
    for (let attempt = 1;; attempt++) {
        try {
            return await db.transaction().execute(deed);
        }
        catch (e) {
            if (attempt === TRIES || !isFault(e) || e.facts.undone !== true)
                throw e;
        }
    }
}
