// ¿Y el día…? What the rules would say of a customer at any instant, with what is known today.
import { explainCustomer } from '../../../core/acts/explain.js';
import { isHour } from '../../../core/rules/day.js';
import { formatDate } from '../../text/format.js';
import { whyOf } from '../customers/why.js';
import { readDay, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
import { mistakesOf, standingOf } from './deed.js';
export function explaining(app, room, send) {
    const { deps } = room;
    app.get('/clientes/:code/por-que', { config: { may: 'customers.see' } }, async (request, reply) => {
        const { t, text } = readerOf(request);
        const standing = await standingOf(request, room);
        const { zone } = standing.story.terms;
        const typed = typedIn(request.query, 'dia', 'hora');
        const on = typed.dia === '' ? zone.dayOf(deps.now()) : readDay(typed.dia);
        const mistakes = mistakesOf({
            dia: on === null ? t.counter.mistakes.date : null,
            hora: typed.hora !== '' && !isHour(typed.hora) ? t.counter.mistakes.hour : null,
        });
        if (Object.keys(mistakes).length > 0 || on === null) {
            void reply.code(422);
            return send(request, reply, 'counter/instant.eta', { ...standing, typed, mistakes, shown: null });
        }
        const hour = typed.hora === '' ? zone.controlHour : typed.hora;
        const at = typed.hora === '' ? zone.controlOf(on) : (zone.parse(`${on}T${hour}`) ?? zone.controlOf(on));
        const story = await explainCustomer(deps.db, standing.customer.code, at);
        return send(request, reply, 'counter/instant.eta', {
            ...standing,
            typed: { ...typed, dia: on },
            mistakes,
            shown: {
                title: t.counter.instant.title(`${formatDate(text, on)} ${hour}`),
                ...whyOf(story, text, t),
                places: story.places.map(({ line }) => ({ name: line.connection.name, desired: line.desired })),
            },
        });
    });
}
