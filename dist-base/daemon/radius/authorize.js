// The question of FreeRADIUS over HTTP, `POST /radius/authorize`: who asks is known by his address and the token, the answer
// holds a password. In plain HTTP, so it is taken from this machine alone unless the configuration names others. Bounded in
// every way: size, time and how many at once; what is too much gets 503, which FreeRADIUS takes for silence, never for a refusal.
//
// The question is a form, because FreeRADIUS's `urlquote` keeps every octet, where its `jsonquote` spoils all but ASCII. In the
// answer every value says `do_xlat: false`: rlm_rest else expands what looks like `%{…}`, and passwords may.
import { isUtf8 } from 'node:buffer';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { Counter } from 'prom-client';
import { answerLogin } from '../../core/acts/authorize.js';
import { isSameToken, radiusToken } from '../../core/acts/radius-token.js';
import { readCaller } from '../../core/rules/caller.js';
export const AUTHORIZE_PATH = '/radius/authorize';
/** Three attributes of 253 octets at most, each three characters long when it is escaped. */
const BODY_MAX = 4_096;
const BODY_MS = 2_000;
const AT_ONCE_MAX = 64;
/** The same refusal of the same name is logged once in this time: a client that is refused dials again in seconds. */
const SAID_MS = 600_000;
const SAID_MAX = 1_000;
export function answerAuthorize(deps, registry) {
    const results = new Counter({
        name: 'ispcube_radius_logins_total',
        help: 'Log-ins that FreeRADIUS asked for, by what was answered',
        labelNames: ['result'],
        registers: [registry],
    });
    const isNear = nearBy(deps.config.radius.askFrom);
    const refusals = new Refusals();
    let atOnce = 0;
    const end = (response, status, result, body = null) => {
        results.inc({ result });
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(body === null ? '' : JSON.stringify(body));
    };
    return async (request, response) => {
        // An answer that comes before all of the body was read must not be taken for that of the next question.
        const refuse = (status, result) => {
            response.setHeader('connection', 'close');
            end(response, status, result);
        };
        if (request.method !== 'POST')
            return refuse(405, 'malformed');
        if (!isNear(request.socket.remoteAddress ?? ''))
            return refuse(403, 'stranger');
        if (atOnce >= AT_ONCE_MAX)
            return refuse(503, 'busy');
        atOnce++;
        try {
            if (!(await isKnown(deps, request)))
                return refuse(403, 'stranger');
            const asked = readQuestion(await readBody(request));
            if (asked === null)
                return refuse(400, 'malformed');
            const now = deps.now();
            const answer = await answerLogin(deps.db, asked, { now, seal: deps.seal });
            if (answer.accept)
                return end(response, 200, answer.isCut ? 'cut-profile' : 'accept', acceptBody(answer));
            const facts = { user: printable(asked.name), reason: answer.why, connection: answer.connection };
            if (refusals.isNew(`${answer.why} ${asked.name}`, now))
                deps.log.info(facts, 'login refused');
            end(response, 401, 'refused', refusalBody(answer.why));
        }
        catch (err) {
            // A database that is gone fails every question.
            if (refusals.isNew(String(err), deps.now()))
                deps.log.error({ err }, 'a question of FreeRADIUS could not be answered');
            refuse(503, 'failed');
        }
        finally {
            atOnce--;
        }
    };
}
/** This machine, and what the configuration names. */
export function nearBy(askFrom) {
    const list = new BlockList();
    list.addSubnet('127.0.0.0', 8, 'ipv4');
    list.addAddress('::1', 'ipv6');
    for (const text of askFrom) {
        const [address = '', bits] = text.split('/');
        const family = isIPv4(address) ? 'ipv4' : 'ipv6';
        if (bits === undefined)
            list.addAddress(address, family);
        else
            list.addSubnet(address, Number(bits), family);
    }
    return (address) => {
        const caller = readCaller(address);
        if (caller === null)
            return false;
        return list.check(caller.address, isIPv6(caller.address) ? 'ipv6' : 'ipv4');
    };
}
/** By HTTP Basic, whose password is the token; its user is for the eye. */
async function isKnown({ db, seal }, request) {
    const [, encoded = ''] = /^Basic ([\w+/=-]{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const token = await radiusToken(db, seal);
    return token !== null && isSameToken(text.slice(text.indexOf(':') + 1), token);
}
/** Null where it is too long, does not come in time, or breaks off. */
async function readBody(request) {
    const chunks = [];
    let length = 0;
    const patience = setTimeout(() => request.destroy(), BODY_MS);
    try {
        for await (const chunk of request) {
            length += chunk.length;
            if (length > BODY_MAX)
                return null;
            chunks.push(chunk);
        }
        return Buffer.concat(chunks).toString('latin1');
    }
    catch {
        return null; // it broke off: there is nobody left to answer
    }
    finally {
        clearTimeout(patience);
    }
}
/** Null where it is no question: without a User-Name nobody asks. */
export function readQuestion(body) {
    const fields = new Map((body ?? '').split('&').map(readField));
    const name = fields.get('User-Name') ?? '';
    if (name === '')
        return null;
    // What a packet does not hold, FreeRADIUS writes as an empty text.
    return { name, isPpp: (fields.get('Framed-Protocol') ?? '') !== '', calling: fields.get('Calling-Station-Id') || null };
}
function readField(text) {
    const at = text.indexOf('=');
    return at < 0 ? [text, ''] : [text.slice(0, at), unescaped(text.slice(at + 1))];
}
/** Octets as people wrote them: UTF-8, or the Latin-1 of an old terminal. */
function unescaped(text) {
    const octets = Buffer.from(text.replaceAll(/%([\da-f]{2})/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');
    return isUtf8(octets) ? octets.toString('utf8') : octets.toString('latin1');
}
const value = (text) => ({ value: [text], op: ':=', do_xlat: false, is_json: false });
/** Whoever may be let in without a password was told apart by the rule; FreeRADIUS proves everybody else. */
function acceptBody({ password, proof, reply }) {
    const check = proof === 'mac' ? { 'control:Auth-Type': value('Accept') } : { 'control:Cleartext-Password': value(password ?? '') };
    return { ...check, ...Object.fromEntries(reply.map(([name, text]) => [`reply:${name}`, value(text)])) };
}
/** For the log of FreeRADIUS; nothing of it reaches the NAS, where all refusals look alike. */
const refusalBody = (why) => ({ 'request:Module-Failure-Message': value(`ispcube: ${why}`) });
/** A name comes from whoever dials: nothing in it may begin a new line, or be long. */
const printable = (name) => name.replaceAll(/[^\x20-\x7e\xa0-\uffff]/g, '?').slice(0, 64);
class Refusals {
    #said = new Map();
    isNew(key, now) {
        const last = this.#said.get(key);
        if (last !== undefined && now >= last && now - last < SAID_MS)
            return false;
        if (this.#said.size >= SAID_MAX)
            this.#said.clear();
        this.#said.set(key, now);
        return true;
    }
}
