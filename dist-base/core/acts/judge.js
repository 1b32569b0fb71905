// From accounts to steps: decides every customer, applies rule 1 to each connection, holds back what cannot be ordered, and
// says what has to happen at each place. Pure computation over what the store read: plan, run, payment and hand-out all
// come through here, so they cannot disagree.
import { debtCuts, decide } from '../rules/decision.js';
import { stepFor } from '../rules/order.js';
import { wishFor } from '../rules/plan.js';
/** Ways of cutting that each driver carries out. A pair that does not fit is decided and shown, without an order. */
const WAYS = {
    routeros: ['address-list', 'pppoe', 'dhcp', 'hotspot', 'queue'],
    // Where the NAS asks RADIUS who may log in.
    radius: ['radius', 'pppoe', 'hotspot'],
    ssh: ['address-list'],
    none: [],
};
export function judge(accounts, claims, terms, how) {
    const verdicts = { lines: [], broken: [] };
    for (const account of accounts)
        judgeAccount(account, terms, how, verdicts);
    if (claims.length > 0)
        holdShared(verdicts.lines, claims);
    for (const line of verdicts.lines) {
        if (line.decision !== null && line.hold !== 'no-driver' && line.hold !== 'no-key' && onRouter(line, how))
            line.step = placeStep(line, how.asker);
    }
    return verdicts;
}
const onRouter = (line, how) => how.routerId === undefined || line.connection.routerId === how.routerId;
function judgeAccount(account, terms, how, verdicts) {
    let decision = null;
    let agreed = true;
    try {
        decision = decide(account.facts, how.at, terms);
        if (how.presentAt !== undefined && how.presentAt !== how.at)
            agreed = decide(account.facts, how.presentAt, terms).state === decision.state;
    }
    catch (cause) {
        // Facts that contradict each other: this customer is shown and left as he is, the others go on.
        verdicts.broken.push({ account, message: cause instanceof Error ? cause.message : String(cause) });
    }
    for (const connection of account.connections) {
        const wish = wishFor({ id: connection.id, inService: connection.inService === 1, wasInService: connection.wasInService === 1 }, decision ?? SERVED);
        verdicts.lines.push({
            account,
            connection,
            decision: agreed ? decision : null,
            ...wish,
            from: connection.observed ?? 'unknown',
            step: { do: 'nothing' },
            hold: holdOf(connection),
            isShared: false,
        });
    }
}
const SERVED = { state: 'active', reason: 'in-good-standing' };
function holdOf(connection) {
    if (connection.placeId === null || connection.driver === null || !WAYS[connection.driver].includes(connection.kind))
        return 'no-driver';
    return keyOf(connection) === null ? 'no-key' : null;
}
/** By what the router knows it: the same that the drivers ask for. */
function keyOf({ kind, address, ipv6Prefix, username, mac }) {
    if (kind === 'pppoe' || kind === 'hotspot' || kind === 'radius')
        return username;
    if (kind === 'dhcp')
        return mac ?? address;
    return address ?? (kind === 'queue' ? username : ipv6Prefix);
}
/** Whoever shares an address, user or MAC with somebody to be served is served too. */
function holdShared(lines, claims) {
    const byConnection = new Map(lines.map((line) => [line.connection.id, line]));
    const groups = new Map();
    for (const claim of claims) {
        const line = byConnection.get(claim.connectionId);
        if (line)
            groups.set(claim.key, [...(groups.get(claim.key) ?? []), line]);
    }
    for (const group of groups.values())
        for (const line of group)
            line.isShared = true;
    // Who is served for another's sake may share something with a third: until nobody more is.
    let spreading = true;
    while (spreading)
        spreading = [...groups.values()].map(holdGroup).some(Boolean);
}
/** True where somebody to be cut is served because of this group. */
function holdGroup(group) {
    const served = group.find((line) => line.desired === 'active');
    const held = served ? group.filter((line) => line.desired === 'cut') : [];
    for (const line of held) {
        line.hold = line.hold ?? 'shared';
        line.desired = 'active';
        line.reason = 'shared';
    }
    return held.length > 0;
}
function placeStep(line, asker) {
    const { connection } = line;
    const open = connection.orderId !== null && connection.orderDesired !== null && connection.orderReason !== null
        ? {
            desired: connection.orderDesired,
            reason: connection.orderReason,
            // Authorisation goes by the order from its commit on: who dialled since has got what it says.
            maybeSent: connection.orderSent === 1 || connection.driver === 'radius',
        }
        : null;
    const place = {
        observed: line.from,
        cutSent: connection.cutSent === 1,
        closed: line.closed,
        open,
        lastDesired: connection.lastDesired,
    };
    return stepFor(place, line.desired, line.reason, asker);
}
/** The account's broken promise is over because its debt no longer cuts. */
export const keptNow = (line, at, terms) => line.decision?.promise?.state === 'broken' && !debtCuts(line.decision, at, terms);
