// Books accounting packets: who logged in, which session it is, what it adds. A batch is one transaction, and only when it is
// committed does anything here remember it: whoever acknowledges a packet does so after `book` has resolved. What was booked
// last of each session is kept at hand, so that a packet costs no question to the database; what a failed batch
// touched is forgotten and asked for again.
import { parseMac } from '../rules/identity.js';
import { addOctets, countPacket, overBefore, spread } from '../rules/traffic.js';
import { within } from '../store/db.js';
import { addSessions, addTraffic, areUntouched, countSessions, describeSessions, endSessions, endSessionsOfNas, loginsOf, newestSessions, } from '../store/sessions.js';
/** So long a name is taken to belong to the same connection without asking again. */
const LOGIN_MS = 60_000;
/** Sessions and names at hand; more than the busiest NAS of this trade has. What is beyond is asked for. */
const KEPT_MAX = 100_000;
/** Another daemon, to which the NAS turned for a while, has counted on: what is kept here of its sessions is old. */
class Overtaken extends Error {
}
export class AccountingBooks {
    #db;
    #logins = new Map();
    #sessions = new Map();
    /** By status and NAS: before when its sessions are over, as it said last. */
    #over = new Map();
    constructor(db) {
        this.#db = db;
    }
    /** One after the other: whoever calls waits for the answer before he calls again. */
    async book(packets, now) {
        try {
            return await this.#bookOnce(packets, now);
        }
        catch (e) {
            if (!(e instanceof Overtaken))
                throw e;
            return this.#bookOnce(packets, now);
        }
    }
    async #bookOnce(packets, now) {
        let isAgain = false;
        try {
            return await within(this.#db, (tx) => {
                // What is kept may say what was never committed.
                if (isAgain)
                    this.forget();
                isAgain = true;
                return this.#bookIn(tx, packets, now);
            });
        }
        catch (e) {
            this.forget();
            throw e;
        }
    }
    /** Somebody else changed sessions or connections: everything is asked for anew. */
    forget() {
        this.#logins.clear();
        this.#sessions.clear();
        this.#over.clear();
    }
    async #bookIn(tx, packets, now) {
        const work = {
            tx,
            logins: this.#logins,
            sessions: this.#sessions,
            added: new Set(),
            counted: new Set(),
            closed: new Set(),
            described: new Set(),
            before: new Map(),
            shares: new Map(),
            ended: new Set(),
            booked: { sessions: 0, counted: 0, late: 0 },
        };
        for (const stretch of stretches(packets)) {
            const [first] = stretch;
            if (first && isOfNas(first)) {
                // Its sessions are over, those of this very batch too.
                await write(work);
                const ended = await endSessionsOfNas(tx, nasOf(first), this.#overAt(first));
                for (const login of ended)
                    work.ended.add(login);
                // Where none was open, what is kept is as it was: a NAS that says the same all day must not cost a walk through all of it.
                if (ended.length > 0)
                    for (const [key, session] of work.sessions)
                        if (session.nas === nasOf(first))
                            work.sessions.delete(key);
                work.booked.counted += stretch.length;
                continue;
            }
            await meetLogins(work, stretch, now);
            const named = stretch.map((packet) => name(work, packet));
            await meetSessions(work, named);
            for (const packet of named)
                count(work, packet);
        }
        await write(work);
        trim(this.#logins);
        trim(this.#sessions);
        trim(this.#over);
        return { ...work.booked, ended: [...work.ended] };
    }
    #overAt(packet) {
        const { accounting, at } = packet;
        const key = `${accounting.status} ${nasOf(packet)}`;
        const over = overBefore(this.#over.get(key), { at, delayS: accounting.delayS });
        this.#over.set(key, over);
        return over;
    }
}
const isOfNas = ({ accounting }) => accounting.status === 'on' || accounting.status === 'off';
const nasOf = ({ accounting: { nasAddress, nasIpv6, nasIdentifier }, source }) => nasAddress ?? nasIpv6 ?? nasIdentifier ?? source;
/** Packets of sessions together, those of a NAS by themselves, in the order in which they came. */
function stretches(packets) {
    const all = [];
    let open = null;
    for (const packet of packets) {
        if (isOfNas(packet)) {
            all.push([packet]);
            open = null;
        }
        else if (open === null)
            all.push((open = [packet]));
        else
            open.push(packet);
    }
    return all;
}
async function meetLogins(work, packets, now) {
    const asked = new Map();
    for (const { accounting } of packets) {
        const name = accounting.user;
        const known = work.logins.get(name);
        if (known === undefined || known.until < now || known.until > now + LOGIN_MS)
            asked.set(name, { name, mac: parseMac(name) });
    }
    if (asked.size === 0)
        return;
    for (const login of await loginsOf(work.tx, [...asked.values()], now))
        work.logins.set(login.name, { id: login.id, until: now + LOGIN_MS });
}
function name(work, packet) {
    const { sessionId, multiSessionId, user } = packet.accounting;
    const loginId = work.logins.get(user)?.id;
    if (loginId === undefined)
        throw new Error(`no login was made for "${user}"`);
    const key = { nas: nasOf(packet), sessionId, multiSessionId, loginId };
    return { packet, key, text: textOf(key) };
}
const textOf = (key) => `${key.nas}\0${key.sessionId}\0${key.multiSessionId}\0${key.loginId}`;
async function meetSessions(work, packets) {
    const asked = new Map();
    for (const { key, text } of packets)
        if (!work.sessions.has(text))
            asked.set(text, key);
    if (asked.size === 0)
        return;
    for (const session of await newestSessions(work.tx, [...asked.values()]))
        work.sessions.set(textOf(session), session);
}
function count(work, { packet: { accounting, at }, key, text }) {
    const { status } = accounting;
    if (status === 'on' || status === 'off')
        return;
    const known = work.sessions.get(text);
    const { kind, session, added } = countPacket(known ?? null, { ...accounting, status, at });
    if (kind === 'late' && known !== undefined) {
        work.booked.late++;
        return;
    }
    work.booked.counted++;
    if (session.stoppedAt !== null)
        work.ended.add(key.loginId);
    if (known === undefined || kind !== 'newer') {
        // The id is given anew, so the session that had it is over, whatever became of its Stop.
        if (known !== undefined && known.stoppedAt === null)
            end(work, known);
        const fresh = { id: 0, ...key, ...session, ...factsOf(accounting, NO_FACTS) };
        work.sessions.set(text, fresh);
        work.added.add(fresh);
        work.booked.sessions++;
    }
    else {
        meet(work, known);
        const isEnd = known.stoppedAt !== session.stoppedAt || known.ended !== session.ended;
        Object.assign(known, session);
        (isEnd ? work.closed : work.counted).add(known);
        if (FACTS.some((fact) => accounting[fact] !== null && accounting[fact] !== known[fact])) {
            Object.assign(known, factsOf(accounting, known));
            work.described.add(known);
        }
    }
    for (const share of spread(added))
        addShare(work, key.loginId, share);
}
/** It is about to be changed. */
function meet({ added, before }, session) {
    if (!added.has(session) && !before.has(session))
        before.set(session, session.seconds);
}
function end(work, session) {
    meet(work, session);
    Object.assign(session, { stoppedAt: session.heardAt, ended: 'lost' });
    work.ended.add(session.loginId);
    work.closed.add(session);
}
const NO_FACTS = {
    ...{ cause: null, address: null, ipv6Address: null, ipv6Prefix: null },
    ...{ delegatedPrefix: null, calling: null, called: null, nasPortId: null },
};
const FACTS = Object.keys(NO_FACTS);
/** What a packet does not say stays as it was said before. */
function factsOf(accounting, before) {
    return {
        cause: accounting.cause ?? before.cause,
        address: accounting.address ?? before.address,
        ipv6Address: accounting.ipv6Address ?? before.ipv6Address,
        ipv6Prefix: accounting.ipv6Prefix ?? before.ipv6Prefix,
        delegatedPrefix: accounting.delegatedPrefix ?? before.delegatedPrefix,
        calling: accounting.calling ?? before.calling,
        called: accounting.called ?? before.called,
        nasPortId: accounting.nasPortId ?? before.nasPortId,
    };
}
function addShare(work, loginId, { at, upOctets, downOctets }) {
    const key = `${at} ${loginId}`;
    const share = work.shares.get(key);
    if (share === undefined)
        work.shares.set(key, { at, loginId, upOctets, downOctets });
    else {
        share.upOctets = addOctets(share.upOctets, upOctets);
        share.downOctets = addOctets(share.downOctets, downOctets);
    }
}
async function write(work) {
    const { tx, added, counted, closed, described, before, shares } = work;
    const stored = [...before].map(([{ id }, seconds]) => ({ id, seconds }));
    if (!(await areUntouched(tx, stored)))
        throw new Overtaken('sessions were counted by somebody else');
    const fresh = [...added];
    const ids = await addSessions(tx, fresh);
    for (const [index, session] of fresh.entries())
        session.id = ids[index] ?? Number.NaN;
    // A session that is new in this batch was written as it stands by the end of it.
    const isOld = (session) => !added.has(session);
    await countSessions(tx, [...counted].filter(isOld));
    await endSessions(tx, [...closed].filter(isOld));
    await describeSessions(tx, [...described].filter(isOld));
    await addTraffic(tx, [...shares.values()]);
    for (const each of [added, counted, closed, described, before, shares])
        each.clear();
}
/** The oldest go: what is asked for again costs a question, nothing else. */
function trim(kept) {
    for (const key of kept.keys()) {
        if (kept.size <= KEPT_MAX)
            return;
        kept.delete(key);
    }
}
