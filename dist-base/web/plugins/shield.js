// What protects every page: headers that forbid a browser all that the pages do not need, and limits of how often one address
// may ask. Nothing inline runs and nothing is loaded from elsewhere, so a name with markup in it stays text even where escaping
// it was forgotten.
import rateLimit from '@fastify/rate-limit';
import helmet, {} from 'helmet';
import { Fault } from '../../core/fault.js';
/** A whole office may be behind one address: fifty people who open a page a second, and what a page asks for besides. */
const PER_MINUTE = 6_000;
/** Of log-ins, right or wrong, from one address. */
export const LOG_INS = { max: 20, timeWindow: 60_000 };
/** What helmet says of a page is the same for all: asked once, because writing it takes a tenth of what a page does. */
function headersOf(options) {
    const headers = {};
    const answer = { setHeader: (name, value) => void (headers[name.toLowerCase()] = value), removeHeader() { } };
    helmet(options)({}, answer, (err) => {
        if (err !== undefined)
            throw err instanceof Error ? err : new Error(String(err));
    });
    return headers;
}
export async function addShield(app, imageHosts) {
    const headers = headersOf({
        contentSecurityPolicy: {
            useDefaults: false,
            directives: {
                defaultSrc: ["'none'"],
                scriptSrc: ["'self'"],
                styleSrc: ["'self'"],
                imgSrc: ["'self'", 'data:', ...imageHosts],
                connectSrc: ["'self'"],
                fontSrc: ["'self'"],
                formAction: ["'self'"],
                baseUri: ["'none'"],
                frameAncestors: ["'none'"],
            },
        },
        // Maps of others ask who shows them.
        referrerPolicy: { policy: 'same-origin' },
        // Only https may ask for it, and whoever speaks TLS for us knows whether all of it can.
        strictTransportSecurity: false,
    });
    app.addHook('onRequest', async (_request, reply) => {
        void reply.headers(headers);
    });
    await app.register(rateLimit, {
        max: PER_MINUTE,
        timeWindow: 60_000,
        errorResponseBuilder: (_request, { ttl }) => new Fault('too-many', `too many requests from this address: wait ${Math.ceil(ttl / 1000)} s and try again`, {
            seconds: Math.ceil(ttl / 1000),
        }),
    });
}
//# sourceMappingURL=shield.js.map