// How a plan and its outcome are shown: one change a connection, as the contract has it for scripts and as a table for
// people. Amounts are decimal strings, instants carry the offset of the ISP's zone.
import { isDebtCut } from '../core/rules/decision.js';
import { formatAmount } from '../core/rules/money.js';
import { mayRun, runsAt } from '../core/rules/order.js';
import { counted, table } from './output.js';
export const nameOf = (line) => `${line.account.code}/${line.connection.name}`;
/** The lines that are changes: what is observed is not what is desired, or an order is under way. */
export function changedLines(plan) {
    return plan.changes
        .filter((line) => line.step.do !== 'cancel' && line.hold !== 'shared')
        .sort((a, b) => compare(a.account.code, b.account.code) || compare(a.connection.name, b.connection.name));
}
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
export function changeJson(line, at, terms) {
    const { decision, connection } = line;
    const atOnce = connection.orderAtOnce === 1 && connection.orderDesired === line.desired;
    const waits = line.hold === null && !mayRun({ desired: line.desired, reason: line.reason, atOnce }, at, terms);
    return {
        customer: line.account.code,
        connection: nameOf(line),
        router: connection.routerName,
        from: line.from,
        to: line.desired,
        reason: line.reason,
        overdueDebt: formatAmount(decision?.overdueCents ?? 0),
        threshold: formatAmount(decision?.thresholdCents ?? terms.thresholdCents),
        cutDay: decision?.cutDay ?? null,
        ...(waits && isDebtCut(line.reason) ? { runsAt: terms.zone.format(runsAt(at, terms)) } : {}),
        ...(line.hold === null ? {} : { hold: line.hold }),
    };
}
export function totalsOf(connections, changes) {
    const to = (desired) => changes.filter((change) => change.to === desired).length;
    return { connections, cut: to('cut'), restore: to('active'), clear: to('none'), unchanged: connections - changes.length };
}
/** What the plan holds besides its changes. */
export function planExtras(plan) {
    return {
        guard: plan.guard,
        clashes: plan.changes
            .filter((line) => line.hold === 'shared')
            .map((line) => ({ connection: nameOf(line), router: line.connection.routerName })),
        broken: plan.broken.map(({ account, message }) => ({ customer: account.code, message })),
    };
}
const WORD = { cut: 'cut', active: 'restore', none: 'clear' };
export function changesText(out, changes, shown = 200) {
    const { paint } = out;
    const painted = { cut: paint.red, active: paint.green, none: paint.dim };
    const rows = changes
        .slice(0, shown)
        .map((change) => [
        change.connection,
        change.router ?? '-',
        `${change.from} → ${painted[change.to](WORD[change.to])}`,
        change.reason,
        change.overdueDebt,
        change.cutDay ?? '',
        change.error ??
            (change.hold
                ? `no order: ${HOLDS[change.hold] ?? change.hold}`
                : (change.outcome ?? (change.runsAt ? `from ${change.runsAt}` : ''))),
    ]);
    const more = changes.length > shown ? `\n… and ${changes.length - shown} more; --json shows all` : '';
    return table(['connection', 'router', 'change', 'reason', { head: 'overdue', align: 'right' }, 'cut day', ''], rows) + more;
}
const HOLDS = {
    'no-driver': 'no router, or its driver does not carry out this kind',
    'no-key': 'no address or user to know it by',
};
export function totalsText(totals) {
    const parts = [
        `${totals.cut} to cut`,
        `${totals.restore} to restore`,
        ...(totals.clear > 0 ? [`${totals.clear} to clear`] : []),
        `${totals.unchanged} unchanged`,
    ];
    const after = [
        ...(totals.failed ? [`${totals.failed} failed and will be retried`] : []),
        ...(totals.waiting ? [`${totals.waiting} waiting`] : []),
    ];
    return `${counted(totals.connections, 'connection')}: ${[...parts, ...after].join(', ')}`;
}
export function extrasText(out, extras) {
    const lines = [];
    for (const { customer, message } of extras.broken.slice(0, 20))
        lines.push(out.paint.yellow(`${customer} is left as he is: ${message}`));
    if (extras.broken.length > 20)
        lines.push(`… and ${extras.broken.length - 20} more`);
    for (const { connection, router } of extras.clashes.slice(0, 20)) {
        lines.push(out.paint.yellow(`${connection} would be cut, but shares its address, user or MAC on ${router ?? '-'} with somebody to be served`));
    }
    return lines;
}
export function guardText(guard, at) {
    const { newCuts, orderedToday, allowed, isConfirmed } = guard;
    const cuts = `${counted(newCuts, 'new cut')}${orderedToday > 0 ? ` beside the ${orderedToday} ordered today` : ''}`;
    const limit = isConfirmed ? `the ${allowed} confirmed for this day` : `the ${allowed} allowed without a word`;
    return `the blast guard: ${cuts} at ${at} would be more than ${limit}; look at the plan, then: ispcube enforce apply --confirm-cuts ${newCuts + orderedToday}`;
}
