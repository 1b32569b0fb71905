// No other site makes a browser do anything here. Whatever changes something comes from a page of ours: the browser says so
// (`Sec-Fetch-Site`, `Origin`), and who is logged in sends the token of his session besides. A log-in has no session yet, so for
// it the first has to do; what is neither browser nor logged in (curl) harms nobody.
import csrf from '@fastify/csrf-protection';
import { Fault } from '../../core/fault.js';
export async function addCsrf(app) {
    await app.register(csrf, { sessionPlugin: '@fastify/session' });
    // Before anything of it is read.
    app.addHook('onRequest', async (request) => {
        if (changes(request) && !isFromHere(request))
            throw foreign();
    });
    app.addHook('preHandler', async (request, reply) => {
        if (!changes(request) || request.session.personId === undefined)
            return;
        // A form may take half a minute to come in, and its session may have been ended meanwhile: then it is nobody's.
        await request.session.reload();
        await checkToken(app, request, reply);
    });
}
const changes = ({ method }) => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
function checkToken(app, request, reply) {
    return new Promise((resolve, reject) => {
        // It answers by `reply.send(error)`; what it would have sent is thrown instead, so that one place makes all error pages.
        const refuse = { send: () => reject(foreign()) };
        app.csrfProtection(request, Object.assign(Object.create(reply), refuse), () => resolve());
    });
}
/** Browsers say `Sec-Fetch-Site` or, older ones, `Origin` with every POST. */
function isFromHere({ headers, host, protocol }) {
    const site = headers['sec-fetch-site'];
    if (site !== undefined)
        return site === 'same-origin';
    return headers.origin === undefined || headers.origin === `${protocol}://${host}`;
}
const foreign = () => new Fault('form-foreign', 'this form is not of this session: open the page again and repeat');
