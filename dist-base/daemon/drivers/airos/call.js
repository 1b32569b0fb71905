// One connection to a CPE: the line, the host key, one password, one command. A wrong password costs a connection, because
// dropbear counts tries. Whatever happens, the answer says how far it came, the socket is gone when it is there, and no late
// error of socket or channel ends the process. What went wrong is told from how far it came more than from the error:
// airOS ends many conversations without a word.
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { algorithmsFor } from './algorithms.js';
import { loadSsh2 } from './modp2.js';
/** An access point with a hundred customers prints 300 kB; a CPE prints 5. */
const ANSWER_BYTES_MAX = 512 * 1024;
/** How long a device may take to close its side after a good end. */
const GOODBYE_MS = 500;
export function call(access, credential, command, signal) {
    return new Call(access, credential, command).run(signal);
}
/** What a device says may hold what it was told, now or by an earlier call; of two that overlap the longer goes first. */
export function withoutPasswords(access, text) {
    const passwords = access.credentials.map(({ password }) => password).filter((password) => password !== '');
    return passwords
        .toSorted((one, other) => other.length - one.length)
        .reduce((left, password) => left.replaceAll(password, '•••'), text);
}
class Call {
    #access;
    #credential;
    #command;
    #socket;
    #client;
    #reached = 'nowhere';
    #hostKey = null;
    #isOtherKey = false;
    #triedKeyboard = false;
    #timer = null;
    #settle = null;
    constructor(access, credential, command) {
        this.#access = access;
        this.#credential = credential;
        this.#command = command;
        const { Client } = loadSsh2();
        this.#client = new Client();
        this.#socket = connect({ host: access.host, port: access.sshPort });
        // ssh2 does not, and each of its five small packets would wait 40 ms for the other's delayed acknowledgement.
        this.#socket.setNoDelay(true);
        this.#socket.on('error', () => undefined); // ssh2 hears it too, and tells
    }
    async run(signal) {
        const onAbort = () => {
            this.#late('in the time for this visit');
            this.#socket.destroy(); // a goodbye ends with it
        };
        signal.addEventListener('abort', onAbort, { once: true });
        try {
            const answer = await new Promise((resolve) => {
                this.#settle = resolve;
                this.#limit(this.#access.connectMs);
                this.#begin();
            });
            this.#limit(null);
            if (answer.ok || answer.code === 'device-login')
                await this.#hangUp();
            return answer;
        }
        finally {
            this.#limit(null);
            signal.removeEventListener('abort', onAbort);
            this.#socket.destroy();
        }
    }
    #begin() {
        this.#socket.on('connect', () => (this.#reached = 'line'));
        this.#client
            .on('error', (e) => this.#onError(e))
            .on('close', () => this.#onClose())
            .on('change password', () => this.#fail('device-login', 'wants a new password before it lets anybody in'))
            .on('ready', () => this.#ask())
            .connect({
            sock: this.#socket,
            username: this.#credential.username,
            readyTimeout: 0,
            algorithms: algorithmsFor(this.#access),
            hostVerifier: (key) => this.#isRightKey(key),
            authHandler: (left, _partial, next) => next(this.#nextLogin(left)),
        });
    }
    #isRightKey(key) {
        this.#hostKey = createHash('sha256').update(key).digest('hex');
        const pinned = this.#access.hostKey;
        this.#isOtherKey = pinned !== null && pinned.replaceAll(':', '').toLowerCase() !== this.#hostKey;
        return !this.#isOtherKey;
    }
    /** The password, without the usual question what else there is, which costs a round trip; then no more than one other way. */
    #nextLogin(left) {
        const { username, password } = this.#credential;
        if (this.#reached !== 'password') {
            this.#reached = 'password';
            return { type: 'password', username, password };
        }
        // A device that names `password` again has tried it: the word is wrong, not the way.
        const isOtherWay = left !== null && left.includes('keyboard-interactive') && !left.includes('password');
        if (this.#triedKeyboard || !isOtherWay)
            return false;
        this.#triedKeyboard = true;
        return {
            type: 'keyboard-interactive',
            username,
            prompt: (_name, _text, _language, prompts, finish) => finish(prompts.length === 1 ? [password] : []),
        };
    }
    #ask() {
        this.#reached = 'inside';
        this.#limit(this.#access.commandMs);
        this.#client.exec(this.#command, (e, channel) => {
            if (e)
                return this.#fail('device-garbled', `would run no command: ${this.#quote(e)}`);
            this.#listen(channel);
        });
    }
    #listen(channel) {
        const pieces = [];
        let bytes = 0;
        const count = (piece) => {
            bytes += piece.length;
            if (bytes > ANSWER_BYTES_MAX)
                this.#fail('device-garbled', `said more than ${ANSWER_BYTES_MAX} bytes`);
        };
        channel.on('error', () => undefined); // the connection's end tells more
        channel.on('data', (piece) => {
            count(piece);
            if (bytes <= ANSWER_BYTES_MAX)
                pieces.push(piece);
        });
        channel.stderr.on('data', count);
        channel.on('close', () => this.#end({ ok: true, said: Buffer.concat(pieces).toString('utf8'), hostKey: this.#hostKey }));
    }
    #onError(e) {
        const words = this.#quote(e);
        if (this.#reached === 'nowhere')
            return this.#lost(words);
        if (this.#isOtherKey)
            return this.#fail('device-refused', `shows another host key (SHA-256 ${this.#hostKey}) than the pinned one, and no password was sent to it. A factory reset ` +
                'makes a new key, and so does somebody in between: look at the device before you accept this one');
        if (e.level === 'client-authentication')
            return this.#fail('device-login', 'accepted no password');
        // 3 is SSH_DISCONNECT_KEY_EXCHANGE_FAILED: the device found out first.
        if (/no matching/.test(e.message) || (e.level === undefined && e.code === 3 && this.#reached === 'line')) {
            const hint = this.#access.isLegacy ? 'not even one of old firmware' : 'if its firmware is old, allow it the old ones';
            return this.#fail('device-refused', `has no algorithm in common with us (${words}); ${hint}`);
        }
        if (e.level === 'client-socket' || e.message === 'Connection lost before handshake' || e.code !== undefined)
            return this.#lost(words);
        this.#fail('device-garbled', `speaks no SSH that we understand: ${words}`);
    }
    /** An error may carry words of the device. */
    #quote(e) {
        return withoutPasswords(this.#access, e.message);
    }
    #onClose() {
        this.#lost('it closed the connection');
    }
    #lost(how) {
        if (this.#reached === 'nowhere')
            return this.#fail('device-unreachable', `could not be reached (${how}): has it power, and SSH on?`);
        // dropbear leaves like this after the last try that it allows.
        if (this.#reached === 'password')
            return this.#fail('device-login', `ended the conversation on the password (${how})`);
        const when = this.#reached === 'inside' ? 'before it had answered' : 'before the log-in';
        this.#fail('device-silent', `said nothing more ${when} (${how})`);
    }
    #late(within) {
        const code = this.#reached === 'nowhere' ? 'device-unreachable' : 'device-silent';
        const what = { nowhere: 'did not answer', line: 'accepted and then said nothing', password: 'did not answer to the password' };
        this.#fail(code, `${this.#reached === 'inside' ? 'logged us in and did not answer' : what[this.#reached]} ${within}`);
    }
    #limit(ms) {
        if (this.#timer !== null)
            clearTimeout(this.#timer);
        this.#timer = ms === null ? null : setTimeout(() => this.#late(`within ${ms} ms`), ms);
    }
    #fail(code, why) {
        this.#end({ ok: false, code, why, hostKey: this.#hostKey });
    }
    /** The first end counts: errors that come while the line is torn down say nothing. */
    #end(answer) {
        this.#settle?.(answer);
        this.#settle = null;
    }
    /** A word to who is still there, so that its process ends at once; a device that is stuck, strange or late gets none. */
    async #hangUp() {
        if (this.#socket.destroyed)
            return;
        this.#timer = setTimeout(() => this.#socket.destroy(), GOODBYE_MS);
        await new Promise((resolve) => {
            this.#socket.once('close', () => resolve()); // an error on the way comes before it and changes nothing
            this.#client.end();
        });
    }
}
