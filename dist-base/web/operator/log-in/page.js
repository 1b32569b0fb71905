// The log-in: user and password, then the code of who has a second factor. A new session id is made for whoever gets in, so an
// id that was planted before is worth nothing.
import { z } from 'zod';
import { confirmLogIn, logIn } from '../../../core/acts/log-in.js';
import { LOG_INS } from '../../plugins/shield.js';
import { LOG_IN, ownPath } from '../access.js';
import { readerOf } from '../frame.js';
/** The code has to follow the password within this time. */
const HALF_MS = 5 * 60_000;
const Form = z.object({
    username: z.string().max(200).default(''),
    password: z.string().max(1000).default(''),
    a: z.string().optional(),
});
const CodeForm = z.object({ code: z.string().max(20).default(''), a: z.string().optional() });
export function page(app, { deps, show }) {
    const limited = { config: { may: 'public', rateLimit: LOG_INS } };
    const form = (request, reply, more) => show(request, reply, 'log-in/log-in.eta', { title: readerOf(request).t.logIn.title, username: '', mistake: null, ...more });
    const codeForm = (request, reply, more) => show(request, reply, 'log-in/code.eta', { title: readerOf(request).t.logIn.codeTitle, mistake: null, ...more });
    const where = (request) => ({ now: deps.now(), address: request.ip, seal: deps.seal });
    const half = ({ session }) => session.half !== undefined && deps.now() - session.half.at < HALF_MS ? session.half : null;
    app.get(LOG_IN, { config: { may: 'public' } }, async (request, reply) => {
        if (request.person !== null)
            return reply.redirect('/', 303);
        return form(request, reply, { a: ownPath(request.query.a) });
    });
    app.post(LOG_IN, limited, async (request, reply) => {
        const { username, password, a } = Form.parse(request.body ?? {});
        const outcome = await logIn(deps.db, { username, password }, where(request));
        if (!outcome.ok)
            return form(request, reply.code(401), { a: ownPath(a), username, mistake: wordsFor(request, outcome) });
        await request.session.regenerate();
        if (!outcome.needsCode)
            return enter(request, reply, outcome.person, a);
        request.session.half = { personId: outcome.person.id, at: deps.now() };
        return reply.redirect(`${LOG_IN}/codigo?a=${encodeURIComponent(ownPath(a))}`, 303);
    });
    app.get(`${LOG_IN}/codigo`, { config: { may: 'public' } }, async (request, reply) => {
        if (half(request) === null)
            return reply.redirect(LOG_IN, 303);
        return codeForm(request, reply, { a: ownPath(request.query.a) });
    });
    app.post(`${LOG_IN}/codigo`, limited, async (request, reply) => {
        const known = half(request);
        if (known === null)
            return reply.redirect(LOG_IN, 303);
        const { code, a } = CodeForm.parse(request.body ?? {});
        const outcome = await confirmLogIn(deps.db, { personId: known.personId, passwordAt: known.at, code }, where(request));
        if (outcome.ok) {
            await request.session.regenerate();
            return enter(request, reply, outcome.person, a);
        }
        const mistake = outcome.why === 'wrong' ? readerOf(request).t.logIn.codeWrong : wordsFor(request, outcome);
        return codeForm(request, reply.code(401), { a: ownPath(a), mistake });
    });
    function enter(request, reply, person, a) {
        Object.assign(request.session, { personId: person.id, address: request.ip, agent: request.headers['user-agent'] ?? '' });
        reply.generateCsrf();
        return reply.redirect(ownPath(a), 303);
    }
    function wordsFor(request, outcome) {
        const { t } = readerOf(request);
        if (outcome.why === 'wrong')
            return t.logIn.wrong;
        return t.logIn.locked(Math.max(1, Math.ceil((outcome.until - deps.now()) / 60_000)));
    }
}
