// Keeps one session for a driver: opened at the first call, handed to one call at a time, replaced when it died. Surprising: a
// session that sat idle may have died unnoticed (the router rebooted, a firewall forgot it), which shows only when it is asked; a
// call that fails on such a session before it has changed anything (it throws, then) gets a new one, once.
import { isFault } from '../../../core/fault.js';
import { openSession } from './session.js';
import { fault } from './words.js';
export class KeptSession {
    #access;
    #template;
    #session = null;
    #turn = Promise.resolve();
    #isClosed = false;
    constructor(access, template) {
        this.#access = access;
        this.#template = template;
    }
    get fingerprint() {
        return this.#session?.fingerprint ?? null;
    }
    /** Does `work` when its turn comes. `work` throws only what leaves the router as it was: it may be done once more. */
    async inTurn(signal, work) {
        const before = this.#turn;
        let leave = () => undefined;
        const over = new Promise((resolve) => (leave = () => resolve('over')));
        const mine = before.then(() => (signal.aborted ? null : this.#call(signal, work)));
        this.#turn = mine.catch(() => { }); // the next comes whatever becomes of this one; its fault goes to who asked
        signal.addEventListener('abort', leave, { once: true });
        try {
            // Who waits behind another leaves with his own signal; who has begun ends by it anyway.
            if ((await Promise.race([before, over])) === 'over' || signal.aborted)
                throw fault(this.#access, 'device-unreachable', 'was not called: another call took all the time for this one');
            return (await mine);
        }
        finally {
            signal.removeEventListener('abort', leave);
        }
    }
    /** Lets a call that is under way end by its own deadline, then leaves. */
    async close() {
        this.#isClosed = true;
        await this.#turn;
        await this.#session?.close();
    }
    async #call(signal, work) {
        const kept = this.#session?.isOpen === true ? this.#session : null;
        try {
            return await work(kept ?? (await this.#open(signal)));
        }
        catch (e) {
            // Rubbish and refusals are not cured by asking again.
            const isStale = kept !== null &&
                !kept.isOpen &&
                !signal.aborted &&
                isFault(e) &&
                (e.code === 'device-silent' || e.code === 'device-unreachable');
            if (!isStale)
                throw e;
            return await work(await this.#open(signal));
        }
    }
    async #open(signal) {
        if (this.#isClosed)
            throw fault(this.#access, 'device-unreachable', 'was not called: this driver is closed');
        this.#session = await openSession(this.#access, this.#template, signal);
        return this.#session;
    }
}
