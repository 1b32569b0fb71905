// `router test` for a NAS: it is asked to end a session that nobody has. "No such session" proves the port, the secret and that
// our address is allowed, and nobody is touched. A NAS that drops the question looks like one that is not there, so what comes
// into question is said.
import { ASK } from './client.js';
import { causeText, NO_SUCH_SESSION, waysToName } from './request.js';
/** No customer's: it does not say what a NAS would give out as an id, nor who could log in. */
const NOBODY = { username: 'ispcube-test-nobody', sessionId: 'ispcube-test-none', address: null };
export async function checkNas(door, ask) {
    const [named = []] = waysToName(NOBODY);
    const answer = await ask(named, ASK.disconnect);
    return [{ name: 'log-in', ...meaningOf(answer, door) }];
}
function meaningOf(answer, { host, port }) {
    const where = `${host}:${port}`;
    const onRouterOs = `on RouterOS: /radius incoming set accept=yes port=${port}`;
    if (answer.kind === 'ack') {
        const detail = `${where} acknowledges the end of a session that nobody has: its word proves nothing, only accounting does`;
        return { ok: false, detail };
    }
    if (answer.kind === 'nak') {
        const known = answer.cause === NO_SUCH_SESSION;
        return {
            ok: true,
            detail: `${where} takes Disconnect-Requests: ${known ? 'it has no such session' : causeText(answer.cause)}`,
        };
    }
    if (answer.kind === 'absent')
        return {
            ok: false,
            detail: `nothing takes Disconnect-Requests at ${where} (${answer.why}); ${onRouterOs}; or it takes them on another: --coa-port`,
        };
    if (answer.forged > 0)
        return { ok: false, detail: `${where} answers with another secret: set the one of its /radius entry (--radius-secret)` };
    const detail = `${where} does not answer: the port is closed (${onRouterOs}), the secret is another one, or this machine is none of its /radius servers: a NAS drops what comes from elsewhere`;
    return { ok: false, detail };
}
