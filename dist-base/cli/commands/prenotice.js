// `ispcube prenotice run`: begins the notices that are due now, sees them to their routers (itself where no daemon runs), and says
// who gets one, who does not, and why.
import { beginNotices, NOTICE_WHY, noticesDue, } from '../../core/acts/notices.js';
import { formatAmount } from '../../core/rules/money.js';
import { customersById } from '../../core/store/customers.js';
import { pause } from '../../daemon/deps.js';
import { routersAway } from '../../daemon/enforce/notice.js';
import { example, runClock } from '../context.js';
import { counted, table } from '../output.js';
import { carryNotices } from '../notices.js';
export function register(program, context) {
    const prenotice = program.command('prenotice').description('web notices before the cut');
    example(prenotice, 'ispcube prenotice run --dry-run');
    const running = prenotice
        .command('run')
        .description('begin the notices that are due, and say who gets none and why')
        .option('--at <instant>', 'the rules as of then, never beyond now')
        .option('--dry-run', 'say it and begin nothing')
        .action((options) => runNotices(context, options));
    example(running, 'ispcube prenotice run', 'ispcube prenotice run --dry-run --json');
}
/** Customers begun in one transaction. */
const BATCH = 200;
async function runNotices(context, options) {
    const { out } = context;
    const wired = await context.open();
    const { at } = await runClock(wired, options.at);
    const away = await routersAway(wired.deps);
    const survey = await look(wired, at, away);
    const begun = [];
    const due = [...survey.due.keys()];
    for (let start = 0; !options.dryRun && start < due.length; start += BATCH) {
        // They begin now, whatever instant was asked for: who has paid since is left alone.
        const some = due.slice(start, start + BATCH);
        begun.push(...(await beginNotices(wired.db, some, { now: wired.deps.now(), by: wired.by, away })).notices);
        out.progress(`${counted(begun.length, 'notice')} begun`);
    }
    const shown = await carryNotices(wired, begun);
    const rows = await rowsOf(wired, survey, shown, options.dryRun ?? false);
    const { zone, notice } = await wired.terms();
    const reasons = Object.fromEntries(countReasons(survey));
    out.answer({ at: zone.format(at), begun: begun.length, held: reasons, customers: rows }, () => notice.enabled ? textOf(rows, reasons, options.dryRun ? null : begun.length) : OFF);
    for (const { router, error } of shown.failures)
        out.say(`${router}: ${error}; told again while its notices run, where a daemon runs`);
    context.exit(shown.failures.length > 0 ? 3 : 0);
}
async function look(wired, at, away) {
    const survey = { due: new Map(), held: new Map() };
    const seen = (verdicts) => {
        for (const verdict of verdicts) {
            if (verdict.why === null)
                survey.due.set(verdict.customerId, verdict.owedCents);
            else
                survey.held.set(verdict.customerId, verdict.why);
        }
    };
    await noticesDue(wired.db, { at, most: Number.POSITIVE_INFINITY, away, pause, seen });
    return survey;
}
/** Who gets one, and who owes more than the threshold and does not; the others are counted. */
async function rowsOf(wired, { due, held }, shown, isDry) {
    const { thresholdCents } = await wired.terms();
    const rows = [];
    for (const { id, code, name, balanceCents } of await customersById(wired.db, [...due.keys(), ...held.keys()])) {
        const why = held.get(id) ?? null;
        if (why !== null && balanceCents <= thresholdCents)
            continue;
        const one = shown.byCustomer.get(id);
        // Paid since the look: he is due no more.
        const notice = why !== null ? null : isDry ? 'due' : (one?.state ?? null);
        rows.push({
            customer: code,
            name,
            notice,
            owes: formatAmount(due.get(id) ?? balanceCents),
            address: one?.address ?? null,
            why,
        });
    }
    return rows.toSorted((one, other) => Number(one.notice === null) - Number(other.notice === null));
}
function countReasons({ held }) {
    const counts = new Map();
    for (const why of held.values())
        counts.set(why, (counts.get(why) ?? 0) + 1);
    return counts;
}
/** One sentence: that it holds for each customer too is no news. */
const OFF = 'pre-notices are off, nobody gets one; ispcube settings set prenotice.enabled true';
/** `begun`: null where it was only asked who is due. */
function textOf(rows, reasons, begun) {
    const shown = rows.map(({ customer, name, notice, owes, address, why }) => [
        ...[customer, name, owes, notice ?? 'no', address ?? ''],
        why === null ? '' : NOTICE_WHY[why],
    ]);
    const columns = ['customer', 'name', { head: 'owes', align: 'right' }, 'notice', 'address', 'why not'];
    const counts = Object.entries(reasons).map(([why, count]) => `${count} ${why}`);
    const due = rows.filter(({ notice }) => notice === 'due').length;
    const done = begun === null ? `${counted(due, 'notice')} due, none begun (dry run)` : `${counted(begun, 'notice')} begun`;
    const sum = `${done}; not due: ${counts.join(', ') || 'nobody'}`;
    return [table(columns, shown), sum].filter(Boolean).join('\n');
}
