// What the page says to a caller: standing and language in, sentences out. The template only sets them.
import { formatDay, formatMoney } from '../text/format.js';
const BADGES = {
    served: { tone: 'served', shape: '●' },
    cut: { tone: 'cut', shape: '■' },
    promise: { tone: 'promise', shape: '◆' },
};
export function pageFor(standing, text, at, portalUrl) {
    const { isp, known, isNoticed } = standing;
    const words = text.notice;
    const badge = known === null ? null : badgeOf(known);
    const isPaying = known?.state === 'notice' || known?.state === 'cut' || isNoticed;
    const ways = isPaying ? waysOf(standing, words, portalUrl) : [];
    return {
        lang: text.lang,
        isp: isp.name || words.yourProvider,
        initial: [...isp.name].at(0)?.toUpperCase() ?? '',
        heading: headingOf(known, words),
        badge: badge && { ...BADGES[badge], word: text.states[badge] },
        account: known && { name: known.name, code: words.account(known.code) },
        ...amountsOf(standing, text),
        urgent: known?.state === 'notice' ? urgencyOf(standing, known, text) : null,
        sentences: sentencesOf(standing, text),
        ways,
        waysTitle: words.howToPay,
        waysNote: isPaying ? (known !== null && ways.length > 0 ? words.sayCode(known.code) : words.askHow) : null,
        contact: isp.phone === '' ? null : { label: words.contact, phone: isp.phone, href: `tel:${isp.phone.replaceAll(/[^\d+]/g, '')}` },
        again: againOf(known, words, at),
        footer: words.asksNothing,
    };
}
const isCut = (state) => state === 'cut' || state === 'suspended' || state === 'returning';
function badgeOf(known) {
    if (isCut(known.state))
        return 'cut';
    return known.promisedOn === null ? 'served' : 'promise';
}
function headingOf(known, { headings }) {
    if (known === null)
        return headings.unknown;
    if (known.state === 'notice')
        return known.overdueCents > 0 ? headings.overdue : headings.owes;
    return headings[known.state];
}
function amountsOf({ known, terms }, text) {
    if (known === null || (known.state !== 'notice' && known.state !== 'cut'))
        return { amount: null, parts: [] };
    const words = text.notice;
    const value = (amountCents) => formatMoney(text, amountCents, terms.currency);
    const overdueNote = known.overdueOn === null ? '' : words.wasDueOn(formatDay(text, known.overdueOn));
    const comingNote = known.comingOn === null ? '' : words.dueOn(formatDay(text, known.comingOn));
    const overdue = { label: words.overdue, value: value(known.overdueCents), note: overdueNote };
    const coming = { label: words.coming, value: value(known.comingCents), note: comingNote };
    const isMixed = known.overdueCents > 0 && known.comingCents > 0;
    if (known.state === 'cut') {
        const amount = { ...overdue, label: words.toReturn };
        return { amount, parts: isMixed ? [coming, { label: words.total, value: value(known.owedCents), note: '' }] : [] };
    }
    const note = isMixed ? '' : known.overdueCents > 0 ? overdueNote : comingNote;
    return { amount: { label: words.total, value: value(known.owedCents), note }, parts: isMixed ? [overdue, coming] : [] };
}
function urgencyOf({ terms }, known, text) {
    const words = text.notice;
    if (known.cutAt === null)
        return known.overdueCents > 0 ? words.cutAnyTime : null;
    return words.cutOn(formatDay(text, terms.zone.dayOf(known.cutAt)), terms.zone.controlHour);
}
function sentencesOf({ known, terms, isNoticed }, text) {
    const words = text.notice;
    if (known === null)
        return [isNoticed ? words.noticed : words.unknown];
    if (known.state === 'notice')
        return [words.alreadyPaid];
    if (known.state === 'cut')
        return [words.returnsByItself];
    if (known.state !== 'served')
        return [words[known.state]];
    const promised = known.promisedOn === null ? [] : [words.promised(formatDay(text, known.promisedOn))];
    if (known.owedCents === 0)
        return [...promised, words.served];
    return [...promised, words.servedOwing(formatMoney(text, known.owedCents, terms.currency))];
}
function waysOf({ isp }, words, portalUrl) {
    const ways = [];
    if (isp.payOnline !== '')
        ways.push({ title: words.online, text: '', link: { href: isp.payOnline, label: words.payNow } });
    else if (portalUrl !== null)
        ways.push({ title: words.portal, text: '', link: { href: portalUrl, label: words.openPortal } });
    if (isp.payTransfer !== '')
        ways.push({ title: words.transfer, text: isp.payTransfer, link: null });
    if (isp.payCounter !== '')
        ways.push({ title: words.counter, text: isp.payCounter, link: null });
    return ways;
}
function againOf(known, words, at) {
    if (known === null || isCut(known.state))
        return { label: words.tryAgain, hint: null };
    const seconds = known.noticeUntilAt === null ? 0 : Math.ceil((known.noticeUntilAt - at) / 1000);
    return { label: words.goOn, hint: known.state === 'notice' && seconds > 0 ? words.goOnHint(seconds) : null };
}
