// Who calls from an address, and how he stands: what the notice page and the captive-portal API are made of. Surprising: an
// address that two customers have, as happens where routers translate the same private network, is nobody's; a page that is
// unsure shows no one's debt. An address that is given out anew may have changed hands a moment ago, whatever a router said of
// it: only the one session that accounting knows there says who calls, and only where the notice does not say otherwise.
import { prefixesOver } from '../../core/rules/caller.js';
import { settle } from '../../core/rules/debt.js';
import { decide, isDebtCut, nextChange } from '../../core/rules/decision.js';
import { cents } from '../../core/rules/money.js';
import { accountsOf } from '../../core/store/accounts.js';
import { connectionsAt, connectionsOnlineAt, connectionsUnder } from '../../core/store/callers.js';
import { noticesAt, runningNotices } from '../../core/store/notices.js';
import { loadIspWords, loadTerms } from '../../core/store/settings.js';
/** Null = who has no address at all is nobody. */
export async function standingOf(db, caller, at) {
    const terms = await loadTerms(db);
    const isp = await loadIspWords(db);
    const lines = caller === null ? [] : await linesAt(db, caller);
    const [first] = lines;
    const noticed = caller?.family === 4 ? await noticesAt(db, caller.address, at) : [];
    const isOne = first !== undefined && [...lines, ...noticed].every((line) => line.customerId === first.customerId);
    const known = isOne ? await knownOf(db, lines, first, at, terms) : null;
    return { isp, terms, known, isNoticed: known === null && noticed.length > 0 };
}
async function linesAt(db, { family, address }) {
    if (family === 6)
        return connectionsUnder(db, prefixesOver(address));
    return [...(await connectionsAt(db, address)), ...(await connectionsOnlineAt(db, address))];
}
async function knownOf(db, lines, { customerId, code, name }, at, terms) {
    const [account] = await accountsOf(db, [customerId]);
    if (!account)
        return null;
    const here = account.connections.filter((connection) => lines.some((line) => line.connectionId === connection.id));
    const [running] = await runningNotices(db, [customerId], at);
    try {
        const decision = decide(account.facts, at, terms);
        const state = stateOf(account, here, decision);
        return { state, code, name, ...figures(account, decision, at, terms), noticeUntilAt: running?.untilAt ?? null };
    }
    catch {
        return null; // his documents contradict each other: no sum is shown, and the desk knows of him by every plan
    }
}
function stateOf(account, here, decision) {
    const isProvenServed = here.every((connection) => connection.observed === 'active');
    if (decision.state === 'cut') {
        if (!isDebtCut(decision.reason))
            return 'suspended';
        return isProvenServed ? 'notice' : 'cut';
    }
    const isReturning = here.some(({ observed, cutSent, orderDesired }) => observed === 'cut' || cutSent === 1 || orderDesired === 'active');
    if (isReturning)
        return 'returning';
    const isOwing = decision.balanceCents > decision.thresholdCents && decision.promise === null && !account.facts.free;
    return isOwing ? 'notice' : 'served';
}
function figures(account, decision, at, terms) {
    const today = terms.zone.dayOf(at);
    const { open } = settle(account.facts.documents, today);
    const owedCents = cents(Math.max(decision.balanceCents, 0));
    const next = decision.state === 'active' ? nextChange(account.facts, at, terms) : null;
    return {
        owedCents,
        overdueCents: decision.overdueCents,
        overdueOn: open.find((charge) => charge.dueOn < today)?.dueOn ?? null,
        comingCents: cents(owedCents - decision.overdueCents),
        comingOn: open.find((charge) => charge.dueOn >= today)?.dueOn ?? null,
        cutAt: next !== null && next.state === 'cut' && isDebtCut(next.reason) ? next.at : null,
        promisedOn: decision.promise?.promisedOn ?? null,
    };
}
