// Which stretch of time a page shows, as its address says it: `?ver=semana&fin=2026-11-20`. Without an end it ends now. What the
// address says wrongly is left out, because an old bookmark should show a picture and not an error.
import { z } from 'zod';
import { addDays, parseDay } from '../../core/rules/day.js';
export const SPANS = ['day', 'week', 'month', 'year'];
const WORDS = { day: 'dia', week: 'semana', month: 'mes', year: 'anio' };
const DAYS = { day: 1, week: 7, month: 30, year: 365 };
export const SpanQuery = z.object({
    ver: z.enum(['dia', 'semana', 'mes', 'anio']).optional().catch(undefined),
    fin: z.string().max(10).optional().catch(undefined),
});
const FIVE_MINUTES = 5 * 60_000;
const HOUR = 12 * FIVE_MINUTES;
/** Further back nothing is kept, and years are written with four digits. */
const FIRST = '2000-01-01';
export function shownOf(query, now, zone) {
    const span = SPANS.find((one) => WORDS[one] === query.ver) ?? 'day';
    const today = zone.dayOf(now);
    const typed = parseDay(query.fin ?? '');
    const end = typed !== null && typed < today && typed > FIRST ? typed : null;
    const days = DAYS[span];
    const { from, to } = end === null ? untilNow(span, now, zone) : { from: zone.startOf(addDays(end, 1 - days)), to: zone.startOf(addDays(end, 1)) };
    const laterEnd = end === null ? null : addDays(end, days);
    return {
        span,
        from,
        to,
        address: addressOf(span, end),
        links: SPANS.map((one) => ({ span: one, address: addressOf(one, end), isHere: one === span })),
        earlier: addressOf(span, addDays(zone.dayOf(from), span === 'day' && end === null ? 0 : -1)),
        later: laterEnd === null ? null : addressOf(span, laterEnd < today ? laterEnd : null),
    };
}
function untilNow(span, now, zone) {
    const up = (step) => Math.ceil((now + 1) / step) * step;
    if (span === 'day')
        return { from: up(FIVE_MINUTES) - 24 * HOUR, to: up(FIVE_MINUTES) };
    if (span === 'year')
        return { from: zone.startOf(addDays(zone.dayOf(now), -364)), to: up(HOUR) };
    return { from: up(HOUR) - DAYS[span] * 24 * HOUR, to: up(HOUR) };
}
const addressOf = (span, end) => `ver=${WORDS[span]}${end === null ? '' : `&fin=${end}`}`;
