// What an open RADIUS session means for what is ordered at its place. Who is let in, and how, is decided when he dials, by the
// order that stands then; so a session keeps what it was given until it ends. One that began under another order stands in
// the way of the newest. Surprising: accounting tells of a session a moment after it was authorised, so one that began
// right after an order may still be of the order before; it is taken for neither.
/** From the answer of authorisation to the Start, and what a start is off that was worked out from whole seconds. */
const SLACK_MS = 1_000;
/** What who dialled then was given; `unsure` where the order was changed at that moment. Orders come newest first. */
export function begunUnder(startedAt, orders) {
    const standing = (at) => orders.find((order) => order.at <= at)?.desired ?? 'active';
    const [authorised, told] = [standing(startedAt - SLACK_MS), standing(startedAt)];
    return authorised === told ? told : 'unsure';
}
/** Has it to end, so that the place is as desired? */
export function isInTheWay(startedAt, { desired, isCurrent, cutBy, orders }) {
    // What began after the connection left is at its new place.
    if (!isCurrent)
        return startedAt < (orders[0]?.at ?? Number.POSITIVE_INFINITY);
    if (desired === 'none')
        return true;
    const under = begunUnder(startedAt, orders);
    // Who is cut by being rejected has no session: one that began nevertheless was let in by somebody else.
    return desired === 'cut' ? cutBy === 'reject' || under !== 'cut' : under !== 'active';
}
