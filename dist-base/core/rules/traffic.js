// What an accounting packet does to what is known of its session (domain §7): which session it belongs to, what it adds to
// the traffic, and what it must not undo. Pure: the known session goes in, the new one and the octets come out. NAS send
// again, send late, and begin anew with the same session ids after a reboot. Surprising: when a session began is said by no
// packet; it is the arrival less the session time.
/**
 * More than 100 Gbit/s for a day: no counter shows it, and no sum grows beyond it. So whatever a NAS sends, sums stay numbers that
 * both databases and this program can hold.
 */
export const OCTETS_MAX = 2 ** 50;
// The start that is worked out of a packet lies late by what the packet was late, and off by the error of the NAS's clock.
// One id means two sessions only where the second began after the first was heard last: a NAS takes a while to reboot.
const REBOOT_MS = 30_000;
const START_TOLERANCE_MS = 60_000;
const CLOCK_ERROR = 1 / 500;
// A session that is met in the middle (its Start was lost, or this program began to listen): up to so long its octets are
// traffic like any others. What flowed in the days before is in its own count, but in no graph: when, nobody can say.
const MET_LATE_S = 3600;
/** A 32-bit counter that ran over stands high before and low after; anything else is a counter that began anew. */
const TURN = 0x1_0000_0000;
const HIGH = 0xc000_0000;
const LOW = 0x4000_0000;
/**
 * Longer no packet is taken to have waited with its NAS: what is summed up after a day and an hour (acts/traffic.ts) must not be
 * added to any more, and a delay of years is a mistake of the NAS.
 */
const DELAY_MAX_S = 3600;
const sentAt = ({ at, delayS }) => at - Math.min(delayS, DELAY_MAX_S) * 1000;
/** Deadlines of tolerance and order apart, the whole of domain §7: a packet and what is known of the session with its id. */
export function countPacket(known, heard) {
    const at = sentAt(heard);
    const seconds = heard.seconds ?? silentSeconds(known, heard, at);
    const startedAt = at - seconds * 1000;
    if (known === null)
        return begin('new', heard, startedAt, at, seconds);
    if (startedAt > known.heardAt + REBOOT_MS)
        return begin('other', heard, startedAt, at, seconds);
    // Of an older session that had this id.
    if (startedAt < known.startedAt - START_TOLERANCE_MS - seconds * 1000 * CLOCK_ERROR)
        return late(known, at);
    if (!isNewer(known, heard, seconds))
        return late(known, at);
    const up = advance(heard.upOctets, known.upOctets, known.upBase);
    const down = advance(heard.downOctets, known.downOctets, known.downBase);
    const isOver = heard.status === 'stop';
    const session = {
        startedAt: known.startedAt,
        heardAt: Math.max(known.heardAt, at),
        seconds,
        upOctets: up.shown,
        downOctets: down.shown,
        upBase: up.base,
        downBase: down.base,
        stoppedAt: isOver ? at : null,
        ended: isOver ? 'stop' : null,
    };
    const from = Math.min(known.heardAt, at);
    return { kind: 'newer', session, added: { upOctets: up.added, downOctets: down.added, from, to: at } };
}
/**
 * Accounting-On and -Off: what began before this instant is over. Said again within the time that a reboot takes, with
 * Acct-Delay-Time or to the letter, it is the same word (`said`: what the last one came to), and what began since goes on.
 */
export function overBefore(said, heard) {
    const meant = sentAt(heard);
    return said !== undefined && meant < said + REBOOT_MS ? Math.min(meant, said) : meant;
}
/** A Start counts no time, because none has passed; what else is silent about it was sent now. */
function silentSeconds(known, heard, at) {
    return known === null || heard.status === 'start' ? 0 : Math.max(known.seconds, Math.round((at - known.startedAt) / 1000));
}
function begin(kind, heard, startedAt, at, seconds) {
    const upOctets = heard.upOctets ?? 0;
    const downOctets = heard.downOctets ?? 0;
    const isOver = heard.status === 'stop';
    const session = {
        ...{ startedAt, heardAt: at, seconds, upOctets, downOctets, upBase: 0, downBase: 0 },
        stoppedAt: isOver ? at : null,
        ended: isOver ? 'stop' : null,
    };
    const counts = seconds <= MET_LATE_S;
    return {
        kind,
        session,
        added: { upOctets: counts ? upOctets : 0, downOctets: counts ? downOctets : 0, from: startedAt, to: at },
    };
}
const late = (known, at) => ({
    kind: 'late',
    session: known,
    added: { upOctets: 0, downOctets: 0, from: at, to: at },
});
/** Session time orders the packets of a session. At the same second a Stop ends it, and counters that grew are news. */
function isNewer(known, heard, seconds) {
    if (seconds !== known.seconds)
        return seconds > known.seconds;
    if (known.ended === 'stop')
        return false;
    return heard.status === 'stop' || (heard.upOctets ?? 0) > known.upOctets || (heard.downOctets ?? 0) > known.downOctets;
}
function advance(shown, before, base) {
    if (shown === null)
        return { shown: before, base, added: 0 };
    if (shown >= before)
        return { shown, base, added: shown - before };
    // A NAS without Gigawords (some Cisco) runs over at 32 bits.
    if (before >= HIGH && before < TURN && shown < LOW)
        return { shown, base: addOctets(base, TURN), added: shown + TURN - before };
    return { shown, base: addOctets(base, before), added: shown };
}
export const addOctets = (one, other) => Math.min(one + other, OCTETS_MAX);
export const BUCKET_MS = 300_000;
/** A flow is spread over so many buckets at most: a day. */
const BUCKETS_MAX = 288;
/** The five-minute buckets that a flow fell into, each with its share by time; the shares add up to the flow exactly. */
export function spread({ upOctets, downOctets, from, to }) {
    if (upOctets === 0 && downOctets === 0)
        return [];
    const last = Math.floor(to / BUCKET_MS);
    const first = Math.max(Math.floor(from / BUCKET_MS), last - BUCKETS_MAX + 1);
    const begin = Math.max(from, first * BUCKET_MS);
    const span = to - begin;
    const shares = [];
    let up = 0;
    let down = 0;
    for (let bucket = first; bucket <= last; bucket++) {
        const part = bucket === last ? 1 : ((bucket + 1) * BUCKET_MS - begin) / span;
        const upSoFar = Math.round(upOctets * part);
        const downSoFar = Math.round(downOctets * part);
        if (upSoFar > up || downSoFar > down)
            shares.push({ at: bucket * BUCKET_MS, upOctets: upSoFar - up, downOctets: downSoFar - down });
        up = upSoFar;
        down = downSoFar;
    }
    return shares;
}
