// Roles: what each may do, in words. The one that may everything cannot be changed.
import { saveRole } from '../../../core/acts/people.js';
import { Fault, isFault } from '../../../core/fault.js';
import { ABOUT_ALL, ADMIN_ROLE, isPermission, PERMISSIONS, readPermissions, } from '../../../core/rules/permission.js';
import { countByRole, listRoles, roleById } from '../../../core/store/people.js';
import { told } from '../access.js';
import { everyIn, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
const NEW = { id: null, name: '', permissions: ['customers.see'], ownCustomers: false };
export function roles(app, { deps, show }) {
    const { db } = deps;
    const may = { config: { may: 'people.edit' } };
    const form = (request, reply, role, mistakes, trouble) => {
        const { t } = readerOf(request);
        const title = role.id === null ? t.people.role.newTitle : role.name;
        return show(request, reply, 'people/role.eta', { title, role, mistakes, trouble, all: PERMISSIONS });
    };
    async function save(request, reply, known) {
        const { t } = readerOf(request);
        const words = t.people.role;
        const typed = typedIn(request.body, 'name', 'own');
        const permissions = everyIn(request.body, 'may').filter(isPermission);
        const role = { id: known?.id ?? null, name: known?.name ?? typed.name, permissions, ownCustomers: typed.own === 'si' };
        try {
            await saveRole(db, { ...role, isNew: known === null }, told(request, deps));
        }
        catch (e) {
            if (!isFault(e) || (e.code !== 'input-invalid' && e.code !== 'record-conflict'))
                throw e;
            void reply.code(422);
            if (e.facts.why === 'about-all') {
                const labels = ABOUT_ALL.filter((one) => permissions.includes(one)).map((one) => t.people.permissions[one].label);
                return form(request, reply, role, {}, words.aboutAll(labels));
            }
            if (e.facts.why === 'last-doorkeeper')
                return form(request, reply, role, {}, t.people.lastDoorkeeper);
            const isAdmin = role.name.trim().toLowerCase() === ADMIN_ROLE;
            const name = e.code === 'record-conflict' ? words.mistakes.taken : isAdmin ? words.mistakes.admin : words.mistakes.name;
            return form(request, reply, role, { name }, null);
        }
        request.session.said = words.saved(role.name.trim().toLowerCase());
        return reply.redirect('/usuarios/roles', 303);
    }
    const roleOf = async (request) => {
        const { id } = request.params;
        const found = /^\d{1,15}$/.test(id) ? await roleById(db, Number(id)) : null;
        if (found === null)
            throw new Fault('record-missing', `there is no role with the number ${id}`, { role: id });
        return found;
    };
    app.get('/usuarios/roles', may, async (request, reply) => {
        const { t } = readerOf(request);
        const people = await countByRole(db);
        const rows = (await listRoles(db)).map((row) => ({ ...shownOf(row), people: people.get(row.id) ?? 0 }));
        return show(request, reply, 'people/roles.eta', { title: t.people.role.title, rows, admin: ADMIN_ROLE });
    });
    app.get('/usuarios/roles/nuevo', may, async (request, reply) => form(request, reply, NEW, {}, null));
    app.post('/usuarios/roles/nuevo', may, (request, reply) => save(request, reply, null));
    app.get('/usuarios/roles/:id', may, async (request, reply) => {
        const row = await roleOf(request);
        if (row.name === ADMIN_ROLE)
            return reply.redirect('/usuarios/roles', 303);
        return form(request, reply, shownOf(row), {}, null);
    });
    app.post('/usuarios/roles/:id', may, async (request, reply) => save(request, reply, await roleOf(request)));
}
const shownOf = (row) => ({
    id: row.id,
    name: row.name,
    permissions: row.name === ADMIN_ROLE ? PERMISSIONS : readPermissions(row.permissions),
    ownCustomers: row.ownCustomers === 1,
});
