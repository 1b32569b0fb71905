// Keeps one session for a driver: opened at the first call, handed to one call at a time, replaced when it died. A call
// that waits behind another leaves with its own signal. Surprising: a session that sat idle may have died unnoticed (the
// router rebooted, a firewall forgot it), which shows only when it is asked; a call that fails on such a session before it
// has changed anything (it throws, then) gets a new one, once.
import { isFault } from '../../../core/fault.js';
import { unreachable } from './dial.js';
import { openSession } from './session.js';
export class KeptSession {
    #access;
    #limits;
    #session = null;
    #turn = Promise.resolve();
    #isClosed = false;
    constructor(access, limits) {
        this.#access = access;
        this.#limits = limits;
    }
    get fingerprint() {
        return this.#session?.fingerprint ?? null;
    }
    /** Does `work` when its turn comes. `work` throws only what leaves the router as it was: it may be done once more. */
    inTurn(signal, work) {
        let isWaiting = true;
        const mine = this.#turn.then(() => {
            isWaiting = false;
            if (signal.aborted)
                throw unreachable(this.#access, 'was not called: the time for this call had passed');
            return this.#call(signal, work);
        });
        // The next in the row comes whatever becomes of this one; its fault goes to who asked.
        this.#turn = mine.catch(() => { });
        return new Promise((resolve, reject) => {
            const leave = () => {
                if (isWaiting)
                    reject(unreachable(this.#access, 'was not called: another call took all the time for this one'));
            };
            signal.addEventListener('abort', leave, { once: true });
            void mine.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
        });
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
            // Rubbish is not cured by asking again.
            const isStale = kept !== null && !kept.isOpen && !signal.aborted && isFault(e) && e.code !== 'device-garbled';
            if (!isStale)
                throw e;
            return await work(await this.#open(signal));
        }
    }
    async #open(signal) {
        if (this.#isClosed)
            throw unreachable(this.#access, 'was not called: this driver is closed');
        this.#session = await openSession(this.#access, signal, this.#limits);
        return this.#session;
    }
}
