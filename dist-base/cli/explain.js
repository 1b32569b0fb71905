// `enforce explain`: everything behind one customer's state, as a person would tell it: the rule and its figures, the promise,
// what changes next if nothing is paid, and for each connection what is desired, what the router was last seen to do and
// what became of the last order.
import { explainCustomer } from '../core/acts/explain.js';
import { NOTICE_WHY } from '../core/acts/notices.js';
import { isDebtCut } from '../core/rules/decision.js';
import { formatAmount } from '../core/rules/money.js';
import { runsAt } from '../core/rules/order.js';
import { outcomeOf } from './carry.js';
const RULES = {
    'no-service': 'the connection is not in service',
    deleted: 'the customer is deleted',
    'manual-cut': 'cut by hand; only a hand lifts it (ispcube restore)',
    free: 'free (gratis): never cut',
    'not-blockable': 'not to be cut (bloquear = no)',
    'promise-pending': 'a payment promise is pending',
    'manual-enable': 'enabled by hand',
    'promise-broken': 'the payment promise was broken',
    overdue: 'overdue debt above the threshold, and its cut day has come',
    'in-good-standing': 'nothing is overdue that cuts',
    shared: 'it shares its address, user or MAC with somebody to be served',
};
export async function explain(wired, code, at) {
    const story = await explainCustomer(wired.db, code, at);
    return { json: jsonOf(story), text: (out) => textOf(story, out) };
}
function jsonOf({ customer, notice, decision, problem, next, places, at, terms }) {
    const { zone } = terms;
    return {
        at: zone.format(at),
        customer: customer.code,
        name: customer.name,
        state: decision?.state ?? 'unknown',
        reason: decision?.reason ?? null,
        rule: decision === null ? problem : RULES[decision.reason],
        ...(problem === null ? {} : { problem }),
        balance: formatAmount(decision?.balanceCents ?? customer.balanceCents),
        overdueDebt: formatAmount(decision?.overdueCents ?? 0),
        threshold: formatAmount(terms.thresholdCents),
        delinquentSince: decision?.delinquentSince ?? null,
        cutDay: decision?.cutDay ?? null,
        oldestCharge: decision?.oldest ? chargeJson(decision.oldest) : null,
        promise: decision?.promise
            ? {
                promisedOn: decision.promise.promisedOn,
                state: decision.promise.state,
                controlAt: zone.format(zone.controlOf(decision.promise.promisedOn)),
            }
            : null,
        enableEndsOn: decision?.enableEndsOn ?? null,
        nextChange: next === null ? null : { at: zone.format(next.at), on: next.on, to: next.state, reason: next.reason },
        notice: { due: notice.why === null, why: notice.why },
        connections: places.map((place) => placeJson(place, customer.code, terms)),
    };
}
const chargeJson = ({ document, dueOn, outstandingCents }) => ({
    kind: document.kind,
    number: document.number,
    issuedOn: document.issuedOn,
    dueOn,
    outstanding: formatAmount(outstandingCents),
});
function placeJson({ line, order, router, sharers }, code, terms) {
    const { connection } = line;
    return {
        connection: `${code}/${connection.name}`,
        kind: connection.kind,
        router: connection.routerName,
        address: connection.address,
        username: connection.username,
        mac: connection.mac,
        desired: line.desired,
        reason: line.reason,
        observed: line.from,
        observedAt: timeOf(terms, connection.observedAt),
        seen: connection.seen,
        ...(line.hold === null ? {} : { hold: line.hold }),
        sharedWith: sharers,
        order: order ? lastOrderJson(order, terms) : null,
        routerAnsweredAt: timeOf(terms, router?.okAt ?? null),
        ...(router?.faultMessage ? { routerFault: router.faultMessage } : {}),
    };
}
const lastOrderJson = (order, terms) => ({
    order: order.id,
    to: order.desired,
    reason: order.reason,
    cause: order.cause,
    by: order.by,
    orderedAt: timeOf(terms, order.createdAt),
    outcome: outcomeOf(order),
    endedAt: timeOf(terms, order.endedAt),
    attempts: order.attempts,
    ...(order.state === 'open' && order.acknowledgedAt !== null ? { acknowledgedAt: timeOf(terms, order.acknowledgedAt) } : {}),
    ...(order.state === 'open' && order.attempts > 0 ? { nextAt: timeOf(terms, order.nextAt) } : {}),
    ...(order.faultMessage === null ? {} : { error: order.faultMessage }),
    ...(order.proof === null ? {} : { proof: order.proof }),
});
const timeOf = (terms, at) => (at === null ? null : terms.zone.format(at));
function textOf(story, out) {
    const { customer, decision, problem, places, terms } = story;
    const { paint } = out;
    const state = decision?.state === 'cut' ? paint.red('is to be cut') : paint.green('is to be served');
    const lines = [paint.bold(`${customer.code}  ${customer.name}`)];
    if (decision === null)
        lines.push(paint.yellow(`Nothing is changed for this customer: ${problem ?? 'his documents contradict each other'}.`));
    else
        lines.push(`At ${clock(terms, story.at)} ${state}: ${RULES[decision.reason]} (${decision.reason}).`, ...figures(decision, story));
    // Where the ISP shows none, nobody asks why.
    if (story.notice.why !== 'isp-off')
        lines.push(story.notice.why === null ? 'Pre-notice: due.' : `Pre-notice: not due, ${NOTICE_WHY[story.notice.why]}.`);
    for (const place of places)
        lines.push('', ...placeText(place, story, out));
    if (places.length === 0)
        lines.push('', 'There is no connection.');
    return lines.join('\n');
}
function figures(decision, { next, at, terms }) {
    const { zone } = terms;
    const lines = [
        `Balance ${formatAmount(decision.balanceCents)}; overdue ${formatAmount(decision.overdueCents)}, threshold ${formatAmount(decision.thresholdCents)}.`,
    ];
    if (decision.oldest) {
        const { document, dueOn, outstandingCents } = decision.oldest;
        lines.push(`Oldest unpaid charge: ${document.kind} ${document.number}, due ${dueOn}, ${formatAmount(outstandingCents)} outstanding.`);
    }
    if (decision.cutDay !== null && decision.delinquentSince !== null) {
        const verb = zone.controlOf(decision.cutDay) > at ? 'the debt cuts on' : 'the debt cuts since';
        lines.push(`Delinquent since ${decision.delinquentSince}; ${verb} ${decision.cutDay} at ${zone.controlHour}.`);
    }
    if (decision.promise)
        lines.push(`Promise for ${decision.promise.promisedOn}, ${decision.promise.state}; its control: ${zone.format(zone.controlOf(decision.promise.promisedOn))}.`);
    if (decision.reason === 'manual-enable')
        lines.push(decision.enableEndsOn === null
            ? 'The enabling has no end until an invoice falls due.'
            : `The enabling ends at the control of ${decision.enableEndsOn}.`);
    if (next === null)
        lines.push('If nothing is paid or done, this stands.');
    else
        lines.push(`If nothing is paid: ${next.state === 'cut' ? 'cut' : 'served'} from ${zone.format(next.at)} on (${next.reason}).`);
    return lines;
}
function placeText({ line, order, router, sharers }, { customer, terms, at }, out) {
    const { connection } = line;
    const { paint } = out;
    const known = [connection.address, connection.username, connection.mac].filter(Boolean).join(', ');
    const head = `${customer.code}/${connection.name}: ${connection.kind}${known ? ` ${known}` : ''} on ${connection.routerName ?? 'no router'}`;
    const asWanted = line.from === line.desired;
    const seen = connection.observedAt === null
        ? 'the router was never read for it'
        : `read back ${clock(terms, connection.observedAt)}${connection.seen ? `: ${connection.seen}` : ''}`;
    const lines = [
        paint.bold(head),
        `  desired ${line.desired} (${line.reason}), observed ${asWanted ? line.from : paint.yellow(line.from)}; ${seen}`,
    ];
    if (line.hold === 'no-driver')
        lines.push('  no order can be made: it has no router, or its driver does not carry out this kind');
    if (line.hold === 'no-key')
        lines.push('  no order can be made: the router knows it by nothing (address, user or MAC is missing)');
    if (sharers.length > 0)
        lines.push(`  shares its address, user or MAC with ${sharers.join(', ')}: cut only if all are to be cut`);
    if (line.desired === 'cut' && !asWanted && line.hold === null && connection.orderId === null)
        lines.push(`  not ordered yet: the next run cuts it, from ${clock(terms, runsAt(at, terms))} on`);
    if (order)
        lines.push(`  ${orderText(order, terms)}`);
    if (router?.faultMessage)
        lines.push(paint.yellow(`  router ${router.name} is not well since ${clock(terms, router.faultAt ?? 0)}: ${router.faultMessage}`));
    else if (router?.okAt)
        lines.push(`  router ${router.name} answered last at ${clock(terms, router.okAt)}`);
    return lines;
}
/** For people: to the second. */
const clock = (terms, at) => terms.zone.format(at - (at % 1000));
const VERB = { cut: 'cut', active: 'restore', none: 'clear' };
function orderText(order, terms) {
    const what = `order ${order.id} to ${VERB[order.desired]} (${order.reason}, caused by ${order.cause}, ${order.by}) of ${clock(terms, order.createdAt)}`;
    if (order.state === 'done')
        return `${what}: done ${clock(terms, order.endedAt ?? order.createdAt)}, read back: ${order.proof ?? ''}`;
    if (order.state !== 'open')
        return `${what}: ${order.state} ${clock(terms, order.endedAt ?? order.createdAt)} (${order.proof ?? ''})`;
    if (order.acknowledgedAt !== null)
        return `${what}: acknowledged ${clock(terms, order.acknowledgedAt)}, accounting has to show it until ${clock(terms, order.nextAt)}`;
    if (order.attempts > 0)
        return `${what}: failed ${order.attempts} times, next try ${clock(terms, order.nextAt)}: ${order.faultMessage ?? ''}`;
    return `${what}: waiting${isDebtCut(order.reason) && order.desired === 'cut' ? ' for the hours of cuts' : ''}`;
}
