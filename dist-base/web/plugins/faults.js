// What goes wrong becomes a page that says what and what to do next; the code of a fault says its status. What is nobody's fault
// but ours is logged with a number, which the page shows, and says nothing else.
import { randomBytes } from 'node:crypto';
import { ZodError } from 'zod';
import { FAULTS, isFault } from '../../core/fault.js';
export function addFaults(app, { log }) {
    app.decorateRequest('showTrouble', null);
    app.setErrorHandler(async (err, request, reply) => {
        const trouble = troubleOf(err);
        if (trouble.cause === 'bug')
            log.error({ err, path: request.url, number: trouble.number }, 'page failed');
        return show(request, reply, trouble);
    });
    app.setNotFoundHandler(async (request, reply) => show(request, reply, { status: 404, cause: 'missing', message: null, number: null }));
}
function show(request, reply, trouble) {
    void reply.code(trouble.status);
    if (request.showTrouble !== null)
        return request.showTrouble(reply, trouble);
    return reply.type('text/plain; charset=utf-8').send(`${trouble.status} ${trouble.message ?? trouble.cause}\n`);
}
function troubleOf(err) {
    if (isFault(err)) {
        const { http } = FAULTS[err.code];
        const known = { 403: 'not-allowed', 404: 'missing', 429: 'too-many', 503: 'busy' };
        const cause = err.code === 'form-foreign' ? 'form-foreign' : (known[http] ?? 'invalid');
        return { status: http, cause, message: err.message, number: null };
    }
    // No form of ours sends what a page's schema refuses altogether: a field twice, or far too long.
    if (err instanceof ZodError) {
        const fields = [...new Set(err.issues.map(({ path }) => path.join('.')))].join(', ');
        return { status: 422, cause: 'invalid', message: `these fields cannot be read: ${fields}`, number: null };
    }
    // Fastify's own: a body too large, of an unknown kind, that does not parse.
    const status = err.statusCode ?? 500;
    if (status >= 400 && status < 500) {
        const message = err instanceof Error ? err.message : null;
        return { status, cause: status === 404 ? 'missing' : 'invalid', message, number: null };
    }
    return { status: 500, cause: 'bug', message: null, number: randomBytes(4).toString('hex') };
}
//# sourceMappingURL=faults.js.map