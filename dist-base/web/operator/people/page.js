// Usuarios: who may log in and as what. A temporary password is shown once, on the page after it was made; until then it waits in
// the session of who made it, sealed.
import { listPeople } from '../../../core/store/people.js';
import { loadTerms } from '../../../core/store/settings.js';
import { sessionCounts } from '../../../core/store/web-sessions.js';
import { formatInstant } from '../../text/format.js';
import { me } from '../access.js';
import { readerOf } from '../frame.js';
import { adding } from './add.js';
import { person } from './person.js';
import { roles } from './roles.js';
export function page(app, room) {
    const { deps, show } = room;
    app.get('/usuarios', { config: { may: 'people.edit' } }, async (request, reply) => {
        const { t, text } = readerOf(request);
        const { zone } = await loadTerms(deps.db);
        const sessions = await sessionCounts(deps.db, deps.now());
        const people = await listPeople(deps.db);
        return show(request, reply, 'people/list.eta', {
            title: t.people.title,
            rows: people.map((one) => ({
                ...one,
                state: stateOf(one, deps.now()),
                seen: one.seenAt === null ? null : formatInstant(text, zone, one.seenAt),
                sessions: sessions.get(one.id) ?? 0,
                isMe: one.id === me(request).id,
            })),
        });
    });
    adding(app, room);
    person(app, room);
    roles(app, room);
}
function stateOf({ disabledAt, lockedUntil, passwordExpired }, now) {
    if (disabledAt !== null)
        return 'disabled';
    if (lockedUntil !== null && lockedUntil > now)
        return 'locked';
    return passwordExpired === 1 ? 'expired' : 'active';
}
