// One log-in on one router: many commands in flight, told apart by tag. Every promise settles exactly once whatever the
// socket does, and nothing is thrown out of a socket's callback. It keeps no rule of retry: who lost a command hears
// which way, `device-unreachable` where it never left and `device-silent` where it may have been done.
// Surprising: the deadline of a command runs only while it is the oldest in flight (and starts again with each of its
// rows). A router works one after the other, so those behind wait for no fault of their own; a lost answer still becomes
// the oldest, however busy the rest of the session is.
import { createHash } from 'node:crypto';
import { Fault, isFault } from '../../../core/fault.js';
import { dial, factsOf, placeOf, silent, unreachable } from './dial.js';
import { shortened } from './property.js';
import { encodeSentence, LIMITS, SentenceReader } from './sentence.js';
// How long a router may take to confirm that it cancelled a command.
const CANCEL_MS = 1000;
/** Of an object with a handful of properties, about. */
const ROW_COST = 200;
// A write is no longer than this, so that the high-water mark of the socket is seen before much has piled up behind it.
const BATCH_BYTES = 65_536;
/** Connects and logs in, each within its own deadline. */
export async function openSession(access, signal, limits = LIMITS) {
    const line = await dial(access, signal);
    const session = new Session(access, line.socket, line.fingerprint, limits);
    await session.logIn(signal);
    return session;
}
/** The text of a `!trap`, or null where the fault is none. */
export function trapOf(e) {
    return isFault(e) && typeof e.facts.trap === 'string' ? e.facts.trap : null;
}
export class Session {
    fingerprint;
    /** What was heard and belongs to nobody: late answers after a cancel, words of a later protocol. */
    odd = { replies: 0, words: 0 };
    #access;
    #socket;
    #limits;
    #reader;
    #inFlight = new Map();
    #watched = new WeakSet();
    #queue = [];
    #queueHead = 0;
    #lastTag = 0;
    #state = 'log-in';
    #deathFault = null;
    #isFull = false;
    #isPumpDue = false;
    #timer = null;
    constructor(access, socket, fingerprint, limits) {
        this.#access = access;
        this.#socket = socket;
        this.#limits = limits;
        this.fingerprint = fingerprint;
        this.#reader = new SentenceReader(limits, (reply) => this.#hear(reply));
        socket.on('data', (piece) => this.#take(piece));
        socket.on('drain', () => {
            this.#isFull = false;
            this.#pump();
        });
        socket.on('error', (e) => this.#lose(`lost the connection: ${e.message}`, e));
        socket.on('end', () => this.#lose('closed the connection'));
        socket.on('close', () => this.#lose('closed the connection'));
        if (socket.destroyed)
            this.#lose('closed the connection');
    }
    get isOpen() {
        return this.#state === 'open';
    }
    /** Sends one command and answers its rows. Rejects with a `Fault`; `trapOf` gives the router's own words. */
    command(words, options = {}) {
        return new Promise((resolve, reject) => this.#submit(words, options, resolve, reject));
    }
    /** Says goodbye; does not wait for a peer that no longer answers. */
    close() {
        return new Promise((resolve) => {
            if (this.#socket.closed)
                return resolve();
            const timer = setTimeout(() => this.#socket.destroy(), 500);
            this.#socket.once('close', () => {
                clearTimeout(timer);
                resolve();
            });
            // First the farewell, then the end of our side: die() would reset the connection under the last bytes.
            this.#socket.end();
            this.#settleAll(unreachable(this.#access, 'was left: the session was closed here'));
        });
    }
    /** Both styles: the new one first; a router before 6.43 answers with a challenge. */
    async logIn(signal) {
        const { username, password, loginMs } = this.#access;
        const giveUp = (why) => this.#die(unreachable(this.#access, why));
        const timer = setTimeout(() => giveUp(`did not answer the log-in within ${loginMs} ms`), loginMs);
        const onAbort = () => giveUp('did not answer the log-in in the time for this call');
        signal.addEventListener('abort', onAbort, { once: true });
        try {
            const challenge = await this.#ask(['/login', `=name=${username}`, `=password=${password}`]);
            if (challenge !== null) {
                const bytes = Buffer.concat([Buffer.of(0), Buffer.from(password), Buffer.from(challenge, 'hex')]);
                const response = `00${createHash('md5').update(bytes).digest('hex')}`;
                await this.#ask(['/login', `=name=${username}`, `=response=${response}`]);
            }
            if (this.#state === 'log-in')
                this.#state = 'open';
            if (signal.aborted)
                onAbort();
            if (this.#deathFault !== null)
                throw this.#deathFault;
        }
        catch (e) {
            const fault = this.#loginFault(e);
            this.#die(fault);
            throw fault;
        }
        finally {
            clearTimeout(timer);
            signal.removeEventListener('abort', onAbort);
        }
    }
    #loginFault(e) {
        const { username, name } = this.#access;
        const trap = trapOf(e);
        if (trap !== null) {
            const advice = `check user and password: ispcube router set ${name}`;
            const facts = { ...factsOf(this.#access), trap, username };
            return new Fault('device-login', `${placeOf(this.#access)} refused the log-in of "${username}": ${trap}; ${advice}`, facts, e);
        }
        if (this.#deathFault?.code === 'device-unreachable')
            return this.#deathFault;
        if (isFault(e) && e.code !== 'device-silent')
            return e;
        // Only a log-in was sent, so nothing of what was to be done can have been done.
        const why = isFault(e) ? String(e.facts.why) : String(e);
        return unreachable(this.#access, `gave no session, it ${why}; are all its API sessions taken?`, e);
    }
    /** As `command`, for one of thousands: no promise and no rows, only how it ended. */
    tell(words, signal, ended) {
        this.#submit(words, { signal }, () => ended(null), ended);
    }
    #ask(words) {
        return new Promise((resolve, reject) => this.#submit(words, {}, (_rows, ret) => resolve(ret), reject));
    }
    #submit(words, options, resolve, reject) {
        const { signal, each } = options;
        if (this.#deathFault !== null)
            return reject(notSent(this.#access, this.#deathFault));
        if (signal !== undefined) {
            if (signal.aborted)
                return reject(unreachable(this.#access, 'was not asked: the time for this call had passed'));
            if (!this.#watched.has(signal)) {
                this.#watched.add(signal);
                signal.addEventListener('abort', () => this.#abandon(signal), { once: true });
            }
        }
        const pending = { words, tag: 0, signal, each, rows: [], bytes: 0, since: 0, trap: null, isCancelled: false, resolve, reject };
        this.#queue.push(pending);
        if (this.#isPumpDue)
            return;
        // All that is asked in one go leaves in one write.
        this.#isPumpDue = true;
        queueMicrotask(() => {
            this.#isPumpDue = false;
            this.#pump();
        });
    }
    #pump() {
        const { window } = this.#access;
        // A third of the window is filled up at once: what stays in flight keeps the router busy, and both ends wake less often.
        if (this.#inFlight.size > window - Math.ceil(window / 3))
            return;
        const now = performance.now();
        while (!this.#isFull && this.#deathFault === null && this.#queueHead < this.#queue.length) {
            let batch = '';
            while (this.#queueHead < this.#queue.length && this.#inFlight.size < window && batch.length < BATCH_BYTES) {
                const pending = this.#queue[this.#queueHead++];
                pending.tag = ++this.#lastTag;
                pending.since = now;
                this.#inFlight.set(pending.tag, pending);
                batch += encodeSentence(pending.words, pending.tag);
            }
            if (batch === '')
                return;
            this.#write(batch);
            // The log-in has a deadline of its own, for all of its sentences together.
            if (this.#timer === null && this.#state === 'open')
                this.#watch(this.#access.commandMs);
        }
        if (this.#queueHead === 0 || this.#queueHead < this.#queue.length)
            return;
        this.#queue = [];
        this.#queueHead = 0;
    }
    #write(sentences) {
        // False = the socket holds more than its high-water mark: `drain` tells when to go on.
        this.#isFull = !this.#socket.write(sentences, 'latin1');
    }
    #take(piece) {
        if (this.#deathFault !== null)
            return;
        try {
            const violation = this.#reader.push(piece);
            if (violation !== null)
                this.#die(this.#garbled(violation));
            else
                this.#pump();
        }
        catch (e) {
            this.#die(silent(this.#access, `could not be understood: ${e instanceof Error ? e.message : String(e)}`, e));
        }
    }
    #garbled(violation) {
        const facts = { ...factsOf(this.#access), reason: violation.reason, hex: violation.bytes.toString('hex') };
        return new Fault('device-garbled', `${placeOf(this.#access)} does not speak the RouterOS API: ${violation.reason}; is the port right?`, facts);
    }
    #hear(reply) {
        if (reply.word === '!fatal')
            return this.#die(silent(this.#access, `ended the session: ${shortened(reply.text || reply.row.message || 'no reason given')}`));
        const pending = this.#inFlight.get(reply.tag);
        if (pending === undefined) {
            this.odd.replies++;
            return;
        }
        if (reply.word === '!re')
            return this.#row(pending, reply);
        if (reply.word === '!done')
            return this.#finish(pending, reply.row.ret ?? null);
        if (reply.word === '!trap')
            pending.trap ??= this.#refused(pending, reply.row);
        // `!empty` (7.18 and later) only says that no row comes. Words that we do not know change nothing either.
        else if (reply.word !== '!empty')
            this.odd.words++;
    }
    #row(pending, reply) {
        pending.since = performance.now();
        // What a row costs in memory is more than its bytes: an object, and a slot for each of its few properties.
        pending.bytes += reply.bytes + ROW_COST;
        if (pending.bytes > this.#limits.replyBytes) {
            const reason = `over ${this.#limits.replyBytes} bytes of rows to ${pending.words[0]}`;
            return this.#die(this.#garbled({ reason, bytes: Buffer.alloc(0) }));
        }
        if (pending.isCancelled)
            return;
        if (pending.each === undefined)
            pending.rows.push(reply.row);
        else
            pending.each(reply.row);
    }
    #finish(pending, ret) {
        this.#inFlight.delete(pending.tag);
        // Its answer is what the next oldest was waiting behind.
        for (const oldest of this.#inFlight.values()) {
            if (oldest.tag > pending.tag)
                oldest.since = performance.now();
            break;
        }
        if (pending.isCancelled)
            pending.reject(this.#late(pending));
        else if (pending.trap !== null)
            pending.reject(pending.trap);
        else
            pending.resolve(pending.rows, ret);
    }
    #late(pending) {
        return silent(this.#access, `did not answer ${pending.words[0]} within ${this.#access.commandMs} ms`);
    }
    #refused(pending, row) {
        const trap = shortened(row.message ?? 'no reason given');
        const command = pending.words[0] ?? '';
        const facts = { ...factsOf(this.#access), trap, command, category: row.category ?? null };
        return new Fault('device-refused', `${placeOf(this.#access)} refused ${command}: ${trap}`, facts);
    }
    /** One timer a session: it looks at the oldest command and sleeps for as long as that one has left. */
    #watch(delayMs) {
        if (this.#timer !== null)
            clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#check(false), delayMs);
        this.#timer.unref();
    }
    #check(isSecondLook) {
        this.#timer = null;
        for (const oldest of this.#inFlight.values()) {
            const { commandMs } = this.#access;
            const leftMs = oldest.since + (oldest.isCancelled ? Math.min(CANCEL_MS, commandMs) : commandMs) - performance.now();
            if (leftMs > 0)
                return this.#watch(leftMs + 1);
            // If it was this process that stood still, the answer lies in the socket and is read before the second look.
            if (!isSecondLook)
                return void setImmediate(() => this.#check(true));
            if (oldest.isCancelled)
                return this.#die(this.#late(oldest));
            if (oldest.trap !== null) {
                this.#finish(oldest, null);
                this.#watch(1);
                return this.#pump();
            }
            this.#cancel(oldest);
            return this.#watch(Math.min(CANCEL_MS, commandMs));
        }
    }
    #cancel(pending) {
        pending.isCancelled = true;
        pending.since = performance.now();
        // Bears no tag that anybody waits for: its own answer is of no interest.
        this.#write(encodeSentence(['/cancel', `=tag=${pending.tag}`], ++this.#lastTag));
    }
    #abandon(signal) {
        if (this.#deathFault !== null)
            return;
        const rest = this.#queue.slice(this.#queueHead);
        this.#queueHead = 0;
        this.#queue = rest.filter((pending) => pending.signal !== signal);
        for (const pending of this.#inFlight.values()) {
            if (pending.signal !== signal || pending.isCancelled)
                continue;
            this.#cancel(pending);
            pending.reject(silent(this.#access, `did not answer ${pending.words[0]} in the time for this call`));
            pending.reject = ignore;
        }
        const never = unreachable(this.#access, 'was not asked: the time for this call had passed');
        for (const pending of rest)
            if (pending.signal === signal)
                pending.reject(never);
        if (this.#inFlight.size > 0 && this.#timer === null)
            this.#watch(CANCEL_MS);
    }
    #lose(why, cause) {
        const half = this.#reader.pending > 0 ? ' in the middle of an answer' : '';
        this.#die(silent(this.#access, why + half, cause));
    }
    #die(fault) {
        if (this.#deathFault !== null)
            return;
        this.#socket.destroy();
        this.#settleAll(fault);
    }
    /** What is in flight may have been done, what is queued was never sent. */
    #settleAll(fault) {
        if (this.#deathFault !== null)
            return;
        this.#deathFault = fault;
        this.#state = 'dead';
        if (this.#timer !== null)
            clearTimeout(this.#timer);
        const lost = [...this.#inFlight.values()];
        const never = this.#queue.slice(this.#queueHead);
        this.#inFlight.clear();
        this.#queue = [];
        this.#queueHead = 0;
        const inFlightFault = fault.code === 'device-unreachable' && lost.length > 0 ? asSilent(fault) : fault;
        for (const pending of lost)
            pending.reject(inFlightFault);
        if (never.length === 0)
            return;
        const neverFault = notSent(this.#access, fault);
        for (const pending of never)
            pending.reject(neverFault);
    }
}
// The tag stays taken until the router has answered the cancel, but nobody waits for it any more.
function ignore() { }
function asSilent(fault) {
    return new Fault('device-silent', fault.message, fault.facts, fault);
}
function notSent(access, why) {
    if (why.code === 'device-unreachable')
        return why;
    return new Fault('device-unreachable', why.message, { ...factsOf(access), ...why.facts }, why);
}
