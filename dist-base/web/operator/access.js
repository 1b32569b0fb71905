// Who may open what. Every route of this audience says in its configuration who may; one that says nothing is a mistake that
// stops the program at its start. Whoever is not logged in is sent to log in and comes back to where he wanted to go.
import { Fault } from '../../core/fault.js';
import { personById } from '../../core/store/people.js';
export const LOG_IN = '/ingresar';
export const OWN_PASSWORD = '/mi-cuenta/clave';
export function addAccess(app, deps) {
    const mays = new Map();
    app.decorate('mays', mays);
    app.addHook('onRoute', (route) => {
        const may = route.config?.may;
        if (may === undefined)
            throw new Error(`the route ${String(route.method)} ${route.url} does not say who may`);
        for (const method of [route.method].flat())
            mays.set(`${method} ${route.url}`, may);
    });
    app.addHook('preHandler', async (request, reply) => {
        const { may, isOwn } = request.routeOptions.config;
        request.person = await whoIs(request, deps);
        if (may === 'public' || may === undefined)
            return;
        const { person } = request;
        if (person === null)
            return reply.redirect(`${LOG_IN}?a=${encodeURIComponent(wanted(request))}`, 303);
        if (person.passwordExpired === 1 && isOwn !== true)
            return reply.redirect(OWN_PASSWORD, 303);
        if (may !== 'anyone' && !person.permissions.includes(may)) {
            const message = `the role ${person.role} may not do this (${may})`;
            throw new Fault('not-allowed', message, { permission: may });
        }
    });
}
/** Somebody who was let out meanwhile is nobody. */
async function whoIs({ session }, { db }) {
    if (session.personId === undefined)
        return null;
    const person = await personById(db, session.personId);
    return person === null || person.disabledAt !== null ? null : person;
}
/** A form that was sent is not sent again by itself: back to the page that it stands on. */
const wanted = (request) => (request.method === 'GET' ? request.url : '/');
/** Where to go after the log-in: a path of ours, nothing that leads elsewhere. */
export function ownPath(text) {
    if (typeof text !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text))
        return '/';
    return text;
}
/** For pages that are only for who is logged in. */
export function me(request) {
    if (request.person === null)
        throw new Fault('not-allowed', 'nobody is logged in');
    return request.person;
}
export const told = (request, deps) => ({
    now: deps.now(),
    by: `operator:${me(request).id}`,
});
//# sourceMappingURL=access.js.map