// Who a browser belongs to. The cookie holds a random id and nothing else; what is known of it is a row that is found by the
// id's hash and that anybody who may can delete. A session lasts some hours from its log-in and is written when it changes,
// not at every page. Surprising: the id is not signed, because 192 random bits that no row knows are worth nothing.
import { hash } from 'node:crypto';
import { callbackify } from 'node:util';
import cookie from '@fastify/cookie';
import session, {} from '@fastify/session';
import { endSession, factsOfSession, keepSession } from '../../core/store/web-sessions.js';
export const COOKIE = 'ispcube';
export const sessionHash = (id) => hash('sha256', id, 'base64url');
export async function addSessions(app, deps) {
    const maxAge = deps.config.web.sessionHours * 3_600_000;
    await app.register(cookie);
    await app.register(session, {
        cookieName: COOKIE,
        cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', path: '/', maxAge },
        secret: { sign: (id) => id, unsign: (value) => ({ valid: true, value, renew: false }) },
        store: storeOf(deps, maxAge),
        saveUninitialized: false,
        rolling: false,
    });
}
function storeOf({ db, now }, maxAgeMs) {
    const find = async (id) => {
        const facts = await factsOfSession(db, sessionHash(id), now());
        return facts === null ? null : JSON.parse(facts);
    };
    const keep = async (id, { cookie: _cookie, ...kept }) => {
        const { personId = null, address = '', agent = '' } = kept;
        const at = now();
        const facts = JSON.stringify(kept);
        await keepSession(db, { idHash: sessionHash(id), personId, facts, address, agent, createdAt: at, expiresAt: at + maxAgeMs });
    };
    return {
        get: callbackify(find),
        set: callbackify(keep),
        destroy: callbackify((id) => endSession(db, sessionHash(id))),
    };
}
//# sourceMappingURL=session.js.map