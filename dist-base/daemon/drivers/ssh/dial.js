// Opens the connection to a router: the line, the host key, the log-in. A host key other than the pinned one is refused before
// a password leaves. The password may be a private key (its text begins with `-----BEGIN`). What went wrong is told from how
// far it came more than from the error: many devices end a conversation without a word.
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import ssh2 from 'ssh2';
import { algorithmsFor } from './algorithms.js';
import { fault, quoted } from './words.js';
/** Ends within the signal and the access's own times. Throws a fault that says how far it came. */
export function dial(access, isLegacy, signal) {
    return new Dialing(access, isLegacy).run(signal);
}
class Dialing {
    #access;
    #isLegacy;
    #socket;
    #client = new ssh2.Client();
    #reached = 'nowhere';
    #hostKey = '';
    #isOtherKey = false;
    #tried = 0;
    #timer = null;
    #settle = null;
    constructor(access, isLegacy) {
        this.#access = access;
        this.#isLegacy = isLegacy;
        this.#socket = connect({ host: access.host, port: access.port, keepAlive: true });
        // ssh2 does not, and each of its small packets would wait 40 ms for the other's delayed acknowledgement.
        this.#socket.setNoDelay(true);
        this.#socket.on('error', () => undefined); // ssh2 hears it too, and tells
    }
    async run(signal) {
        const onAbort = () => this.#late('in the time for this call');
        signal.addEventListener('abort', onAbort, { once: true });
        try {
            return await new Promise((resolve, reject) => {
                this.#settle = { resolve, reject };
                if (signal.aborted)
                    return onAbort();
                this.#limit(this.#access.connectMs);
                this.#begin();
            });
        }
        catch (e) {
            this.#socket.destroy();
            throw e;
        }
        finally {
            this.#limit(null);
            signal.removeEventListener('abort', onAbort);
        }
    }
    #begin() {
        this.#socket.on('connect', () => {
            this.#reached = 'line';
            this.#limit(this.#access.loginMs);
        });
        const onClose = () => this.#lost('it closed the connection');
        const onPassword = () => this.#fail('device-login', 'wants a new password before it lets anybody in');
        this.#client
            .on('error', (e) => this.#onError(e)) // stays: an error after the log-in must not end the process
            .on('close', onClose)
            .on('change password', onPassword)
            .on('ready', () => {
            this.#client.off('close', onClose).off('change password', onPassword);
            this.#settle?.resolve({ client: this.#client, socket: this.#socket, hostKey: this.#hostKey });
            this.#settle = null;
        })
            .connect({
            sock: this.#socket,
            username: this.#access.username,
            readyTimeout: 0,
            algorithms: algorithmsFor(this.#isLegacy),
            hostVerifier: (key) => this.#isRightKey(key),
            authHandler: ((left, _partial, next) => next(this.#nextLogin(left))),
        });
    }
    #isRightKey(key) {
        this.#hostKey = createHash('sha256').update(key).digest('hex');
        const pinned = this.#access.tlsPin;
        this.#isOtherKey = pinned !== null && pinned.replaceAll(':', '').toLowerCase() !== this.#hostKey;
        return !this.#isOtherKey;
    }
    /** The key or the password at once, without the usual question what there is; then no more than one other way. */
    #nextLogin(left) {
        const { username, password } = this.#access;
        this.#reached = 'login';
        this.#tried++;
        if (password.startsWith('-----BEGIN')) {
            const key = ssh2.utils.parseKey(password);
            if (key instanceof Error)
                this.#fail('device-login', 'has a private key in place of its password that cannot be read');
            return this.#tried === 1 && !(key instanceof Error) ? { type: 'publickey', username, key: password } : false;
        }
        if (this.#tried === 1)
            return { type: 'password', username, password };
        // A device that names `password` again has tried it: the word is wrong, not the way.
        const isOtherWay = left !== null && left.includes('keyboard-interactive') && !left.includes('password');
        if (this.#tried > 2 || !isOtherWay)
            return false;
        return {
            type: 'keyboard-interactive',
            username,
            prompt: (_name, _text, _language, prompts, finish) => finish(prompts.length === 1 ? [password] : []),
        };
    }
    #onError(e) {
        const words = quoted(this.#access, e.message);
        if (this.#reached === 'nowhere')
            return this.#lost(words);
        if (this.#isOtherKey)
            return this.#fail('device-refused', `shows another host key (SHA-256 ${this.#hostKey}) than the pinned one, and no password was sent to it. A new system makes a ` +
                `new key, and so does somebody in between; if it is yours: ispcube router set ${this.#access.name} --forget-pin`);
        if (e.level === 'client-authentication')
            return this.#fail('device-login', `did not let "${this.#access.username}" in: wrong user, password or key`);
        // 3 is SSH_DISCONNECT_KEY_EXCHANGE_FAILED: the device found out first.
        if (/no matching/.test(e.message) || (e.level === undefined && e.code === 3 && this.#reached === 'line')) {
            const hint = this.#isLegacy ? 'not even an old one' : 'if it is an old one, its template may say isLegacy: true';
            return this.#fail('device-refused', `has no algorithm in common with us (${words}); ${hint}`);
        }
        if (e.level === 'client-socket' || e.message === 'Connection lost before handshake' || e.code !== undefined)
            return this.#lost(words);
        this.#fail('device-garbled', `speaks no SSH that we understand: ${words}`);
    }
    /** Nothing that could change anything has been sent yet, so that all of these are `unreachable`, but for a password without an answer. */
    #lost(how) {
        const ended = {
            nowhere: `could not be reached (${how})`,
            line: `accepted and left before the log-in (${how})`,
            login: `left on the log-in (${how})`,
        };
        // dropbear leaves like this after the last try that it allows.
        this.#fail(this.#reached === 'login' ? 'device-login' : 'device-unreachable', ended[this.#reached]);
    }
    #late(within) {
        const what = { nowhere: 'did not answer', line: 'accepted and then said nothing', login: 'did not answer to the log-in' };
        this.#fail('device-unreachable', `${what[this.#reached]} ${within}`);
    }
    #limit(ms) {
        if (this.#timer !== null)
            clearTimeout(this.#timer);
        this.#timer = ms === null ? null : setTimeout(() => this.#late(`within ${ms} ms`), ms);
    }
    /** The first end counts: errors that come while the line is torn down say nothing. */
    #fail(code, why) {
        this.#settle?.reject(fault(this.#access, code, why));
        this.#settle = null;
    }
}
