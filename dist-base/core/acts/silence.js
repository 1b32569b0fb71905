// Sessions that nobody tells of any more are over. Where all the sessions of a NAS fall silent at once it is the NAS that went
// silent, and that is worth an alert: its customers may be online, but nobody counts what they use.
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { endSilentSessions, nasWithOpenSessions, silentByNas } from '../store/sessions.js';
/** Names of one alert; the others are counted. */
const NAMED_MAX = 5;
/** What an alert keeps of them for `status`. */
const KEPT_MAX = 200;
/** Closes silent sessions as lost, as of when they were heard last; a NAS with none left is alerted. Returns their logins. */
export async function closeSilent(db, { now, silentSince, heardSince, zone }) {
    // Right after a start: each NAS is given its three intervals to be heard.
    if (heardSince !== null && heardSince > silentSince)
        return [];
    return within(db, async (tx) => {
        const silent = await silentByNas(tx, silentSince);
        if (silent.length === 0)
            return [];
        const lost = await endSilentSessions(tx, silentSince);
        if (heardSince === null)
            return lost;
        const alive = await nasWithOpenSessions(tx);
        const gone = silent.filter(({ nas }) => !alive.has(nas));
        if (gone.length > 0) {
            const facts = { alert: alertOf(gone, zone), silentNas: gone.slice(0, KEPT_MAX) };
            await addLog(tx, [{ at: now, by: 'job:radius', what: 'alert', facts: { ...facts } }]);
        }
        return lost;
    });
}
function alertOf(gone, zone) {
    const named = gone.slice(0, NAMED_MAX).map(({ nas, open, heardAt }) => {
        const sessions = open === 1 ? '1 session' : `${open} sessions`;
        return `${nas} (${sessions}, heard last at ${zone.format(heardAt - (heardAt % 1000))})`;
    });
    const more = gone.length > NAMED_MAX ? `, and ${gone.length - NAMED_MAX} more` : '';
    return `RADIUS accounting went silent: ${named.join(', ')}${more}; is the NAS up, does it reach us, is its secret the same?`;
}
