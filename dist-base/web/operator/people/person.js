// One person: his details, and what keeps strangers from being him. Each form carries the mark of what its page showed, so that
// of two who change the same person the second is told.
import { z } from 'zod';
import { changeThePerson, endHisSessions, personMark, setPersonPassword } from '../../../core/acts/people.js';
import { Fault } from '../../../core/fault.js';
import { temporaryPassword } from '../../../core/password.js';
import { valuesOf } from '../../../core/store/customer-list.js';
import { listRoles, personById } from '../../../core/store/people.js';
import { loadTerms } from '../../../core/store/settings.js';
import { sessionsOfPerson } from '../../../core/store/web-sessions.js';
import { formatInstant } from '../../text/format.js';
import { me, told } from '../access.js';
import { readerOf } from '../frame.js';
import { PersonForm } from './add.js';
import { refusalOf } from './mistakes.js';
import { keepOnce, takeOnce } from './once.js';
const AbleForm = z.object({ disabled: z.enum(['si', 'no']) });
const NONE = { status: 200, mistakes: {}, trouble: null };
const MAY = { config: { may: 'people.edit' } };
export function person(app, room) {
    const { deps } = room;
    const { db } = deps;
    const { home, change } = pageOf(room);
    app.get('/usuarios/:id', MAY, async (request, reply) => home(request, reply, await personOf(request, db), NONE));
    app.post('/usuarios/:id', MAY, async (request, reply) => {
        const { username: _, mark, ...typed } = PersonForm.parse(request.body ?? {});
        const deed = async (one, { people }) => {
            const before = personMark(one);
            const after = await changeThePerson(db, one.username, { ...typed, mark }, told(request, deps));
            return personMark(after) === before ? people.unchanged : people.saved;
        };
        return change(request, reply, deed, typed);
    });
    access(app, deps, change);
}
/** What keeps strangers from being him, and him out. */
function access(app, deps, change) {
    const { db } = deps;
    app.post('/usuarios/:id/habilitacion', MAY, async (request, reply) => {
        const { disabled } = AbleForm.parse(request.body ?? {});
        return change(request, reply, async ({ username }, { people }) => {
            await changeThePerson(db, username, { disabled: disabled === 'si' }, told(request, deps));
            return disabled === 'si' ? people.able.disabled(username) : people.able.enabled(username);
        });
    });
    app.post('/usuarios/:id/clave', MAY, async (request, reply) => {
        const { mark } = PersonForm.parse(request.body ?? {});
        return change(request, reply, async ({ username }, { people }) => {
            const password = temporaryPassword();
            await setPersonPassword(db, { username, password, isTemporary: true, mark }, told(request, deps));
            keepOnce(request, deps.seal, username, password);
            return people.password.done(username);
        });
    });
    app.post('/usuarios/:id/segundo-factor', MAY, (request, reply) => change(request, reply, async ({ username }, { people }) => {
        await changeThePerson(db, username, { withoutTotp: true }, told(request, deps));
        return people.totp.done(username);
    }));
    app.post('/usuarios/:id/sesiones', MAY, (request, reply) => change(request, reply, async ({ username }, { people }) => people.sessions.done(await endHisSessions(db, username, told(request, deps)))));
}
async function personOf(request, db) {
    const { id } = request.params;
    const found = /^\d{1,15}$/.test(id) ? await personById(db, Number(id)) : null;
    if (found === null)
        throw new Fault('record-missing', `there is no user with the number ${id}`, { person: id });
    return found;
}
function pageOf({ deps, show }) {
    const { db } = deps;
    async function home(request, reply, one, refusal, typed) {
        const { t, text } = readerOf(request);
        const { zone } = await loadTerms(db);
        const time = (at) => (at === null ? null : formatInstant(text, zone, at));
        const sessions = await sessionsOfPerson(db, one.id, deps.now());
        const { totpSealed, passwordHash: _, ...shown } = one;
        return show(request, reply.code(refusal.status), 'people/person.eta', {
            title: `${one.name}`,
            person: { ...shown, hasTotp: totpSealed !== null, isMe: one.id === me(request).id },
            once: takeOnce(request, deps.seal, one.username),
            mark: personMark(one),
            typed: typed ?? one,
            ...refusal,
            roles: await listRoles(db),
            collectors: await valuesOf(db, 'collector'),
            sessions: sessions.map((row) => ({ ...row, since: time(row.createdAt) })),
            times: {
                password: time(one.passwordSetAt),
                seen: time(one.seenAt),
                disabled: time(one.disabledAt),
                locked: one.lockedUntil !== null && one.lockedUntil > deps.now() ? time(one.lockedUntil) : null,
            },
            words: t.people,
        });
    }
    /** Does it, and comes back to the page with what was done, or with what is wrong. */
    const change = async (request, reply, deed, typed) => {
        const { t } = readerOf(request);
        const one = await personOf(request, db);
        try {
            request.session.said = await deed(one, t);
            return await reply.redirect(`/usuarios/${one.id}`, 303);
        }
        catch (e) {
            const refusal = refusalOf(e, t);
            if (refusal === null)
                throw e;
            // Sent twice: the first one is done, and its password waits to be shown.
            if (refusal.status === 409 && request.session.once?.username === one.username)
                return reply.redirect(`/usuarios/${one.id}`, 303);
            return home(request, reply, await personOf(request, db), refusal, refusal.status === 409 ? undefined : typed);
        }
    };
    return { home, change };
}
