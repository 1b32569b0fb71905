// What a page shows of a question to a device: that it is being asked, or why there is no answer, in plain words. The page
// refreshes itself meanwhile: by itself without scripts, by asking for the state with them.
import { ASK_MS, readAsk } from '../../../core/acts/asks.js';
import { Fault } from '../../../core/fault.js';
import { askById } from '../../../core/store/asks.js';
import { formatInstant } from '../../text/format.js';
/** A daemon takes a question within a second; who waits for longer is told that perhaps none runs. */
const TAKEN_MS = 8_000;
export function askShown(asked, { t, text, zone, now }, of) {
    const { row, state } = asked;
    const shown = { id: row.id, at: formatInstant(text, zone, row.answeredAt ?? row.askedAt), detail: null };
    const isLate = now - row.askedAt > ASK_MS;
    if (state === 'answered')
        return { ...shown, isOpen: false, text: null };
    if (state === 'failed')
        return { ...shown, isOpen: false, text: faultText(asked.fault, t, of), detail: asked.fault.message };
    if (isLate)
        return { ...shown, isOpen: false, text: t.asked.expired };
    const isUntaken = state === 'waiting' && now - row.askedAt > TAKEN_MS;
    return { ...shown, isOpen: true, text: isUntaken ? t.asked.untaken : t.asked.asking[of] };
}
function faultText({ code, facts }, t, of) {
    const words = t.asked;
    if (facts.expired === true)
        return words.expired;
    if (facts.why === 'no-access')
        return words.noAccess;
    if (code === 'device-unreachable' && of === 'table' && facts.mac !== undefined)
        return words.notRegistered;
    const known = words.faults[of];
    return known[code] ?? words.faults.other;
}
/** For the script of a page: is it over? Says nothing else, so whoever may see the network may ask. */
export function asked(app, { deps }) {
    app.get('/pedidos/:id', { config: { may: 'network.see' } }, async (request, reply) => {
        const { id } = request.params;
        const row = /^\d{1,15}$/.test(id) ? await askById(deps.db, Number(id)) : undefined;
        if (row === undefined)
            throw new Fault('record-missing', 'there is no such question');
        const { state } = readAsk(row);
        const isOpen = (state === 'waiting' || state === 'asking') && deps.now() - row.askedAt <= ASK_MS;
        return reply.header('cache-control', 'no-store').send({ open: isOpen });
    });
}
