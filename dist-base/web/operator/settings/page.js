// Configuración: a start page, and a page for each group of settings. Only what was changed on the page is saved, and of two who
// change the same setting the second is told. What a change restores is restored at once, and the page says how many.
import { saveSettings } from '../../../core/acts/settings.js';
import { isFault } from '../../../core/fault.js';
import { isSettingKey, SETTINGS } from '../../../core/settings.js';
import { storedSettings } from '../../../core/store/settings.js';
import { me, told } from '../access.js';
import { readerOf } from '../frame.js';
import { GROUPS, kindOf, WEEKDAYS } from './groups.js';
import { holidays } from './holidays.js';
import { Body, fieldsOf, saidOf, textOf } from './typed.js';
const MAY = { config: { may: 'settings.edit' } };
/** Pages of others under this address, shown where they are and this reader may open them. */
const ELSEWHERE = ['/configuracion/cpe', '/configuracion/plantillas', '/configuracion/codigos-postales', '/usuarios'];
export function page(app, room) {
    const { deps, show } = room;
    app.get('/configuracion', MAY, async (request, reply) => {
        const { t } = readerOf(request);
        const { permissions } = me(request);
        const isOpen = (url) => {
            const may = app.mays.get(`GET ${url}`);
            return may === 'anyone' || permissions.includes(may);
        };
        return show(request, reply, 'settings/start.eta', {
            title: t.settings.title,
            groups: GROUPS.map(({ name }) => name),
            elsewhere: ELSEWHERE.filter(isOpen),
        });
    });
    for (const group of GROUPS) {
        const url = `/configuracion/${group.name}`;
        app.get(url, MAY, (request, reply) => form(request, reply, room, group, {}));
        app.post(url, MAY, async (request, reply) => {
            const { t, text } = readerOf(request);
            const sent = Body.parse(request.body ?? {});
            const asks = group.keys
                .filter((key) => sent[`was.${key}`] !== undefined)
                .map((key) => ({ key, value: textOf(key, sent, text), before: String(sent[`was.${key}`]) }))
                .filter(({ value, before }) => value.trim() !== before);
            try {
                const { changes, orders } = await saveSettings(deps.db, asks, told(request, deps));
                if (orders.length > 0)
                    deps.nudge();
                request.session.said = saidOf(changes.filter(({ isNew }) => isNew).length, orders.length, t);
                return await reply.redirect(url, 303);
            }
            catch (e) {
                const mistakes = mistakesOf(e, t);
                return form(request, reply.code(isFault(e) && e.code === 'record-conflict' ? 409 : 422), room, group, { sent, mistakes });
            }
        });
    }
    holidays(app, room);
}
/** By key; what is no answer to a form is thrown on. */
function mistakesOf(e, t) {
    if (!isFault(e))
        throw e;
    const { columns, why } = e.facts;
    if (!Array.isArray(columns) || (e.code !== 'input-invalid' && e.code !== 'record-conflict'))
        throw e;
    const words = t.settings.expects;
    return Object.fromEntries(columns.map((key) => [
        key,
        why === 'stale' ? t.settings.stale : (words[key] ?? t.settings.expected(isSettingKey(key) ? SETTINGS[key].expects : '')),
    ]));
}
async function form(request, reply, { deps, show }, group, { sent, mistakes = {} }) {
    const { t, text } = readerOf(request);
    const stored = await storedSettings(deps.db);
    const words = t.settings.fields;
    const fields = group.keys.map((key) => {
        const now = stored.get(key) ?? SETTINGS[key].text;
        const { label = key, hint = SETTINGS[key].about } = words[key] ?? {};
        const typed = sent === undefined ? fieldsOf(key, now, text) : sent;
        return { key, kind: kindOf(key), label, hint, was: now, typed, mistake: mistakes[key] ?? null };
    });
    return show(request, reply, 'settings/group.eta', {
        title: t.settings.groups[group.name].title,
        lead: t.settings.groups[group.name].text,
        url: `/configuracion/${group.name}`,
        fields,
        mistakes,
        labels: Object.fromEntries(fields.map(({ key, label }) => [key, label])),
        zones: Intl.supportedValuesOf('timeZone'),
        weekdays: WEEKDAYS.map((value, index) => ({ value, label: t.settings.weekdays[index] })),
    });
}
