// Adding somebody. The password is made here; the form sent twice adds one person, because his name is taken then.
import { z } from 'zod';
import { addPerson } from '../../../core/acts/people.js';
import { temporaryPassword } from '../../../core/password.js';
import { valuesOf } from '../../../core/store/customer-list.js';
import { listRoles, personByUsername } from '../../../core/store/people.js';
import { told } from '../access.js';
import { asTyped } from '../form.js';
import { readerOf } from '../frame.js';
import { refusalOf } from './mistakes.js';
import { keepOnce } from './once.js';
export const PersonForm = z.object({
    username: asTyped,
    name: asTyped,
    email: asTyped,
    role: asTyped,
    collector: asTyped,
    mark: asTyped,
});
export function adding(app, { deps, show }) {
    const may = { config: { may: 'people.edit' } };
    const form = async (request, reply, typed, mistakes) => show(request, reply, 'people/new.eta', {
        title: readerOf(request).t.people.newTitle,
        roles: await listRoles(deps.db),
        collectors: await valuesOf(deps.db, 'collector'),
        typed,
        mistakes,
    });
    app.get('/usuarios/nuevo', may, (request, reply) => form(request, reply, { role: 'operador' }, {}));
    app.post('/usuarios/nuevo', may, async (request, reply) => {
        const { t } = readerOf(request);
        const typed = PersonForm.parse(request.body ?? {});
        const password = temporaryPassword();
        try {
            const added = await addPerson(deps.db, { ...typed, password, isTemporary: true }, told(request, deps));
            keepOnce(request, deps.seal, added.username, password);
            request.session.said = t.people.added(added.username);
            return await reply.redirect(`/usuarios/${added.id}`, 303);
        }
        catch (e) {
            const refusal = refusalOf(e, t);
            if (refusal === null)
                throw e;
            // Sent twice: it is done, and its password waits to be shown.
            const twin = await personByUsername(deps.db, typed.username.trim().toLowerCase());
            if (twin !== null && request.session.once?.username === twin.username)
                return reply.redirect(`/usuarios/${twin.id}`, 303);
            return form(request, reply.code(refusal.status), typed, refusal.mistakes);
        }
    });
}
