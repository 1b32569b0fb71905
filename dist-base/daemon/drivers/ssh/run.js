// One run on one router: look, write what is missing, look again, and only then say what became of each change. What the
// device answers to a write proves nothing. No line is sent twice unless it was refused; a second round is for what only the
// read-back could show. Restores and clearings go first, in a part of their own; cuts follow in parts, so that the first are
// proven, and something more urgent is heard, before the last have left. Throws only while nothing has been written; after that
// every change gets its own outcome, `sent` where one of its lines may have reached the device.
import { noteOf } from '../../../core/fault.js';
import { readLists } from './lists.js';
import { familiesIn, place, plan, see } from './plan.js';
import { endCut, send } from './send.js';
import { factsOf, fault, shortened } from './words.js';
/** Write, read back, mend what the read-back shows, read back. */
const ROUNDS = 2;
/** Cuts that are proven together: with a feed a part is three commands; without, it is as many as it has lines. */
const PART_FED = 500;
const PART_EACH = 48;
export async function carryOut(session, desk, changes, { hurry = () => false, proven } = {}) {
    const outcomes = new Map();
    const open = [];
    for (const [at, change] of changes.entries()) {
        const placed = place(change, desk.template.hasIpv6);
        if (typeof placed === 'string')
            outcomes.set(at, failed(change, 'unknown', false, refusal(desk, change, placed)));
        else
            open.push({ at, change: placed, sent: new Set(), isSent: false, refusal: null, lost: null, cuts: [], ended: '' });
    }
    if (open.length === 0)
        return inOrder(outcomes);
    const families = familiesIn(open.map(({ change }) => change));
    let lists = await readLists(session, desk, families);
    const cut = new Set(open.filter(({ change }) => change.desired === 'cut').map(({ change }) => change.connection));
    const run = { session, desk, cut, families, outcomes };
    const parts = partsOf(open, desk.template.feed === null ? PART_EACH : PART_FED);
    for (const [index, part] of parts.entries()) {
        const isCuts = part[0]?.change.desired === 'cut';
        if (lists !== null && isCuts && hurry())
            break;
        if (lists === null)
            for (const pending of part)
                outcomes.set(pending.at, cutOff(desk, pending, 'in an earlier part'));
        else
            lists = await carryPart(run, part, lists);
        if (lists !== null && index < parts.length - 1 && proven !== undefined && outcomes.size > 0) {
            proven(inOrder(outcomes));
            outcomes.clear();
        }
    }
    return inOrder(outcomes);
}
const inOrder = (outcomes) => [...outcomes].sort(([one], [other]) => one - other).map(([, outcome]) => outcome);
function partsOf(open, size) {
    const cuts = open.filter(({ change }) => change.desired === 'cut');
    const others = open.filter(({ change }) => change.desired !== 'cut');
    const parts = others.length > 0 ? [others] : [];
    for (let from = 0; from < cuts.length; from += size)
        parts.push(cuts.slice(from, from + size));
    return parts;
}
/** The lists as they are after it; null when the session was lost, which settles all of the part. */
async function carryPart(run, part, before) {
    const { session, desk, outcomes, families } = run;
    let lists = before;
    let open = part;
    for (let round = 0;; round++) {
        const orders = takeStock(run, open, lists, round === ROUNDS);
        open = open.filter(({ at }) => !outcomes.has(at));
        if (open.length === 0)
            return lists;
        await send(session, desk, orders);
        try {
            await endCut(session, desk, open);
            lists = await readLists(session, desk, families);
        }
        catch (e) {
            for (const pending of open)
                outcomes.set(pending.at, cutOff(desk, pending, e));
            return null;
        }
    }
}
/** Settles every change that these lists decide, and gathers the lines that the others still lack: in the last round, none. */
function takeStock(run, open, lists, isLast) {
    const { desk, outcomes } = run;
    const orders = new Map();
    for (const pending of open) {
        const { at, change } = pending;
        const unread = change.own.map(({ family }) => lists.refused.get(family)).find((refused) => refused !== undefined);
        if (unread !== undefined) {
            outcomes.set(at, failed(change, 'unknown', pending.isSent, noteOf(unread, 'device-refused')));
            continue;
        }
        const steps = plan(change, desk, lists, run.cut);
        const fresh = isLast ? [] : steps.writes.filter(({ key }) => !pending.sent.has(key));
        if (fresh.length === 0) {
            outcomes.set(at, settle(desk, pending, lists, steps.writes.length === 0 ? steps.refused : (steps.refused ?? 'left')));
            continue;
        }
        pending.cuts = steps.cuts;
        for (const write of fresh) {
            pending.sent.add(write.key);
            const order = orders.get(write.key);
            if (order === undefined)
                orders.set(write.key, { write, waiting: [pending] });
            else
                order.waiting.push(pending);
        }
    }
    return [...orders.values()];
}
/** Nothing more can be written: what the lists show is what became of it. */
function settle(desk, pending, lists, why) {
    const { change } = pending;
    const { order, place: placeId, generation, desired } = change;
    const { observed, texts } = see(change, desk, lists);
    if (why === null && (desired === 'none' || observed === desired)) {
        const proof = shortened([...texts, pending.ended].filter(Boolean).join(', '), 500);
        const did = pending.sent.size === 0 ? 'already' : 'changed';
        return { order, place: placeId, generation, ok: true, observed: desired, did, proof };
    }
    const { isSent } = pending;
    if (why !== null && why !== 'left')
        return failed(change, observed, isSent, refusal(desk, change, why));
    if (pending.refusal !== null)
        return failed(change, observed, isSent, noteOf(pending.refusal, 'device-refused'));
    if (pending.lost !== null)
        return failed(change, observed, isSent, noteOf(pending.lost, 'device-silent'));
    const shows = shortened(texts.join(', '), 500);
    return failed(change, observed, isSent, refusal(desk, change, isSent ? `was told, and still shows: ${shows}` : `shows: ${shows}`));
}
function failed(change, observed, sent, why) {
    const { order, place: placeId, generation } = change;
    return { order, place: placeId, generation, ok: false, observed, sent, fault: why };
}
function refusal({ access }, change, why) {
    const { code, message, facts } = fault(access, 'device-refused', `connection ${change.connection} of ${change.customerCode}: ${why}`);
    return { code, message, facts: { ...facts, connection: change.connection, desired: change.desired } };
}
/** The line is gone before the read-back: what left may have been done, the rest was never asked. */
function cutOff({ access }, pending, e) {
    const why = e instanceof Error ? e.message : String(e);
    const { change, isSent } = pending;
    const facts = factsOf(access);
    const note = isSent
        ? noteOf(pending.lost ?? fault(access, 'device-silent', `was lost before the read-back: ${why}`, e), 'device-silent')
        : noteOf(fault(access, 'device-unreachable', `was lost before this was sent: ${why}`, e), 'device-unreachable');
    return failed(change, 'unknown', isSent, { ...note, facts: { ...facts, ...note.facts } });
}
