// Asks what was handed out, and says in one form what came of it, whichever way it went: for the loop and for commands alike.
import { heardAt, unheardAt } from '../../core/acts/visits.js';
export async function askCpe(asker, { line, access }) {
    const visit = await asker.poll.visit(access);
    return [{ line, at: asker.now(), visit }];
}
/** Null where the radio cannot be asked now. */
export async function askRadio(asker, turn) {
    const macs = turn.entries.map(({ mac }) => mac);
    const { api, snmp } = turn;
    if (snmp !== null) {
        const told = await asker.poll.table(snmp, macs);
        return told.ok ? heardAt(turn, asker.now(), told.readings) : unheardAt(turn, asker.now(), told.fault);
    }
    const tried = api === null ? null : await asker.alone(turn.router.id, () => asker.enforce.signals(api, macs));
    if (tried === null)
        return null;
    return tried.ok ? heardAt(turn, asker.now(), tried.value) : unheardAt(turn, asker.now(), tried.fault);
}
