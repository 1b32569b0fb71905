// A browser as far as tests need one: keeps cookies, follows no redirect by itself, sends forms as the page has them. The pages
// are the real ones, on a real database.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '../../core/config.js';
import { hashPassword } from '../../core/password.js';
import { makeSeal } from '../../core/seal.js';
import { insertPerson, personByUsername, roleByName } from '../../core/store/people.js';
import { keepSession } from '../../core/store/web-sessions.js';
import { buildApp } from '../app.js';
import { COOKIE, sessionHash } from '../plugins/session.js';
export const PASSWORD = 'una frase bastante larga';
/** A log-in of a test is not to cost what one of a burglar does: the hash says its costs, and these are next to nothing. */
const CHEAP_HASH = hashPassword(PASSWORD, { logN: 4, r: 8, p: 1 });
/** `more` is what a test wants otherwise. */
export async function openSite(db, now, more = {}) {
    const clock = { now };
    const errors = [];
    const nudges = { count: 0 };
    const filesFolder = join(tmpdir(), `ispcube-files-${randomBytes(6).toString('hex')}`);
    const deps = {
        config: Config.parse({}),
        db,
        log: { info() { }, warn() { }, error: (facts) => void errors.push(facts) },
        now: () => clock.now,
        filesFolder,
        machineNow: () => clock.now,
        seal: makeSeal('a key for tests that is thirty-two characters long'),
        nudge: () => void nudges.count++,
        takeLock: locks(),
        routerRules: async ({ driver, name }) => (driver === 'none' ? '' : `# lines to paste on ${name}`),
        geocode: null,
        ...more,
    };
    const routes = [];
    const app = await buildApp(deps, (route) => void routes.push(route));
    app.addHook('onClose', () => rm(filesFolder, { recursive: true, force: true }));
    const visitor = () => new Visitor(app);
    return {
        ...{ app, deps, clock, errors, nudges, routes, visitor },
        async hire(username, role, { collector, isTemporary = false } = {}) {
            const { id: roleId } = (await roleByName(db, role)) ?? { id: 0 };
            const passwordExpired = isTemporary ? 1 : 0;
            const name = `${username} de prueba`;
            const passwordHash = await CHEAP_HASH;
            const person = { username, name, email: null, roleId, passwordHash, passwordExpired, collector: collector ?? null };
            return insertPerson(db, person, clock.now);
        },
        async loggedIn(username) {
            const one = visitor();
            const answer = await one.post('/ingresar', { username, password: PASSWORD });
            if (answer.statusCode !== 303)
                throw new Error(`${username} was not let in: ${answer.statusCode}`);
            return one;
        },
        async seated(username) {
            const person = await personByUsername(db, username);
            const id = randomBytes(24).toString('base64url');
            const facts = JSON.stringify({ personId: person?.id });
            const times = { createdAt: clock.now, expiresAt: clock.now + 3_600_000 };
            await keepSession(db, { idHash: sessionHash(id), personId: person?.id ?? null, facts, address: '', agent: '', ...times });
            const one = visitor();
            one.cookies.set(COOKIE, id);
            return one;
        },
    };
}
/** Nobody else can reach the database of a test, so a set of names does. */
function locks() {
    const held = new Set();
    return async (name) => {
        if (held.has(name))
            return null;
        held.add(name);
        return { release: async () => void held.delete(name) };
    };
}
export class Visitor {
    cookies = new Map();
    #app;
    /** Of the page that was opened last. */
    token = '';
    constructor(app) {
        this.#app = app;
    }
    async get(url, headers = {}) {
        const answer = await this.#send('GET', url, undefined, headers);
        const [, token] = /name="_csrf" value="([^"]+)"/.exec(answer.body) ?? [];
        if (token !== undefined)
            this.token = token;
        return answer;
    }
    /** With the token of the page that was opened last, as a browser sends what stands on our own page. */
    post(url, fields = {}, headers = {}) {
        const body = new URLSearchParams();
        for (const [name, value] of Object.entries({ _csrf: this.token, ...fields }))
            for (const one of Array.isArray(value) ? value : [value])
                body.append(name, one);
        const own = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost' };
        return this.#send('POST', url, body.toString(), { ...own, ...headers });
    }
    /** As a browser sends a form with a file in it. */
    upload(url, fields, file) {
        const edge = `----edge${randomBytes(8).toString('hex')}`;
        const parts = Object.entries({ _csrf: this.token, ...fields }).map(([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
        const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
        const body = Buffer.concat([Buffer.from(parts.join('') + head), file.bytes, Buffer.from(`\r\n--${edge}--\r\n`)]);
        const own = { 'content-type': `multipart/form-data; boundary=${edge}`, origin: 'http://localhost' };
        return this.#send('POST', url, body, own);
    }
    async #send(method, url, payload, headers) {
        const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await this.#app.inject({
            ...{ method, url },
            headers: { host: 'localhost', 'accept-language': 'es-AR', ...(cookie === '' ? {} : { cookie }), ...headers },
            ...(payload === undefined ? {} : { payload }),
        });
        for (const { name, value, maxAge, expires } of answer.cookies) {
            if (value === '' || maxAge === 0 || (expires !== undefined && expires.getTime() < Date.now()))
                this.cookies.delete(name);
            else
                this.cookies.set(name, value);
        }
        return answer;
    }
}
