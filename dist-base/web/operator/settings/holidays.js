// Feriados: a year as twelve months of boxes to tick. Saving changes the days of that year alone.
import { saveSettings } from '../../../core/acts/settings.js';
import { isFault } from '../../../core/fault.js';
import { addDays, parseDay, weekdayOf } from '../../../core/rules/day.js';
import { SETTINGS } from '../../../core/settings.js';
import { loadTerms, storedSettings } from '../../../core/store/settings.js';
import { formatDay } from '../../text/format.js';
import { told } from '../access.js';
import { readerOf } from '../frame.js';
import { HOLIDAYS } from './groups.js';
import { Body, saidOf } from './typed.js';
const URL = '/configuracion/feriados';
const MAY = { config: { may: 'settings.edit' } };
const YEAR = /^20\d\d$/;
export function holidays(app, { deps, show }) {
    const calendar = async (request, reply, wanted, trouble) => {
        const { t, text } = readerOf(request);
        const { zone } = await loadTerms(deps.db);
        const today = zone.dayOf(deps.now());
        const year = typeof wanted === 'string' && YEAR.test(wanted) ? wanted : today.slice(0, 4);
        const was = (await storedSettings(deps.db)).get(HOLIDAYS) ?? SETTINGS.holidays.text;
        const chosen = new Set(was.split(','));
        return show(request, reply, 'settings/holidays.eta', {
            title: t.settings.groups.feriados.title,
            ...{ year, was, trouble, today },
            months: monthsOf(Number(year)).map((days, index) => ({
                name: t.settings.months[index],
                skip: days[0] === undefined ? 0 : weekdayOf(days[0]) - 1,
                days: days.map((on) => ({ on, number: Number(on.slice(8)), label: formatDay(text, on), isChosen: chosen.has(on) })),
            })),
            chosen: [...chosen].filter((on) => on.startsWith(year)).length,
            weekdays: text.weekdays,
        });
    };
    app.get(URL, MAY, (request, reply) => calendar(request, reply, request.query.anio, null));
    app.post(URL, MAY, async (request, reply) => {
        const { t } = readerOf(request);
        const sent = Body.parse(request.body ?? {});
        const year = String(sent.anio);
        const before = String(sent.was ?? '');
        const ticked = [sent.dia ?? []].flat().filter((on) => parseDay(on) !== null && on.startsWith(year));
        const others = before.split(',').filter((on) => on !== '' && !on.startsWith(year));
        if (!YEAR.test(year))
            return calendar(request, reply.code(422), undefined, t.settings.noYear);
        const value = [...new Set([...others, ...ticked])].sort().join(',');
        try {
            const { changes, orders } = await saveSettings(deps.db, [{ key: HOLIDAYS, value, before }], told(request, deps));
            if (orders.length > 0)
                deps.nudge();
            request.session.said = saidOf(changes.filter(({ isNew }) => isNew).length, orders.length, t);
            return await reply.redirect(`${URL}?anio=${year}`, 303);
        }
        catch (e) {
            if (!isFault(e) || (e.code !== 'record-conflict' && e.code !== 'input-invalid'))
                throw e;
            return calendar(request, reply.code(e.code === 'record-conflict' ? 409 : 422), year, t.settings.stale);
        }
    });
}
function monthsOf(year) {
    const months = Array.from({ length: 12 }, () => []);
    const first = parseDay(`${year}-01-01`);
    for (let on = first; on !== null && on.startsWith(String(year)); on = addDays(on, 1))
        months[Number(on.slice(5, 7)) - 1]?.push(on);
    return months;
}
