// The RADIUS side of the daemon: the listener, its books, and what time does to them. Who may send is read anew every few
// seconds. A port that cannot be opened (FreeRADIUS has it?) stops nothing else: it is said once, and tried again.
import { AccountingBooks } from '../../core/acts/accounting.js';
import { radiusClients } from '../../core/acts/radius-clients.js';
import { keepTraffic } from '../../core/acts/traffic.js';
import { isFault } from '../../core/fault.js';
import { hurryOrdersOfLogins } from '../../core/store/open-sessions.js';
import { loadTerms } from '../../core/store/settings.js';
import { startLoop } from '../loop.js';
import { makeClients } from './clients.js';
import { Intake } from './intake.js';
import { listenAccounting, NOTHING_DROPPED } from './listen.js';
import { Meter } from './meter.js';
const EVERY_MS = 5_000;
const KEEP_EVERY_MS = 60_000;
const written = ({ host, port }) => host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
/** A machine without IPv6 has no sender who could come by it: that is as it should be where another address is open. */
const isMissedByNobody = ({ facts }, isHeard) => isHeard && (facts.code === 'EAFNOSUPPORT' || (facts.code === 'EADDRNOTAVAIL' && String(facts.address).startsWith('[::]')));
export class Radius {
    intake;
    #deps;
    #loop;
    /** What was said already: what is wrong stays wrong for hours, and a log of it helps nobody. */
    #said = new Set();
    #clients = makeClients([]);
    #listener = null;
    #keptAt = Number.NEGATIVE_INFINITY;
    #told;
    /** One after the other: orders are told that sessions ended. */
    #telling = Promise.resolve();
    /** Since when it listens. */
    #heardSince = null;
    #lost = 0;
    /** Why it does not listen where it should. */
    #closed = [];
    #meter = new Meter();
    constructor(deps, told = {}) {
        const books = new AccountingBooks(deps.db);
        this.#deps = deps;
        this.#told = told;
        this.intake = new Intake({
            book: async (packets, now) => {
                const booked = await books.book(packets, now);
                this.#tellOrders(booked.ended);
                return booked;
            },
            now: () => deps.now(),
            failed: (err, packets) => deps.log.error({ err, packets }, 'accounting could not be written; it is left unanswered'),
            ...(told.written ? { written: told.written } : {}),
            queueMax: deps.config.radius.queueMax,
        });
        this.#loop = startLoop({ name: 'radius', everyMs: EVERY_MS, log: deps.log, turn: () => this.#turn() });
    }
    /** Null while it does not listen. */
    get listener() {
        return this.#listener;
    }
    /** Reads who may send, and keeps the books in order. */
    get loop() {
        return this.#loop;
    }
    /** Silent sessions that were closed since the start. */
    get lost() {
        return this.#lost;
    }
    /** What is not as it should be, for people: each address that is wanted and could not be opened, and why. */
    troubles() {
        return this.#closed;
    }
    /** What it heard, for whoever asks the daemon. */
    feed() {
        const { received = 0, answered = 0, dropped = NOTHING_DROPPED, heardAt = null } = this.#listener?.counts ?? {};
        const { booked, late, unbooked } = this.intake.counts;
        return {
            feed: 'radius',
            listens: (this.#listener?.addresses ?? []).map(written),
            heardAt,
            packets: { received, answered, counted: booked, late, unwritten: unbooked, dropped: { ...dropped } },
            perSecond: this.#meter.perSecond(this.#sums(), performance.now()),
            waiting: this.intake.waiting,
        };
    }
    async close() {
        await this.#loop.close();
        await this.#listener?.close();
        await this.intake.drained();
        await this.#telling;
    }
    async #turn() {
        await this.#meetClients();
        await this.#listen();
        this.#meter.note(this.#sums(), performance.now());
        await this.#keep();
    }
    #sums() {
        const { received = 0, answered = 0, dropped = NOTHING_DROPPED } = this.#listener?.counts ?? {};
        const causes = Object.values(dropped).reduce((sum, count) => sum + count, 0);
        return { received, answered, dropped: causes + this.intake.counts.unbooked };
    }
    async #meetClients() {
        const { db, seal, log } = this.#deps;
        const { clients, left } = await radiusClients(db, seal);
        this.#clients = makeClients(clients);
        for (const { name, why } of left)
            this.#once(`${name} ${why}`, () => log.warn({ client: name, reason: why }, 'RADIUS client is not heard'));
    }
    async #listen() {
        const { listen } = this.#deps.config.radius;
        if (this.#clients.size === 0 || listen.length === 0) {
            // Nobody may send: a port that is closed is missed by nobody.
            this.#closed = [];
            return;
        }
        const before = this.#listener?.addresses.length ?? 0;
        const faults = await this.#open();
        this.#closed = faults.filter((fault) => !isMissedByNobody(fault, this.#listener !== null)).map(({ message }) => message);
        for (const fault of faults)
            this.#once(fault.message, () => this.#deps.log.error({ code: fault.code }, `${fault.message}; it is tried again`));
        const { addresses } = this.#listener ?? { addresses: [] };
        if (addresses.length > before)
            this.#sayWhere(addresses);
    }
    /** Comes back with what cannot be opened. */
    async #open() {
        if (this.#listener !== null)
            return this.#listener.openRest();
        const { config, log, now } = this.#deps;
        try {
            this.#listener = await listenAccounting({
                addresses: config.radius.listen,
                bufferBytes: config.radius.bufferBytes,
                clients: () => this.#clients,
                intake: this.intake,
                now,
                failed: (err) => log.error({ err }, 'RADIUS socket failed'),
            });
        }
        catch (e) {
            if (!isFault(e))
                throw e;
            return [e];
        }
        this.#heardSince = now();
        return this.#listener.openRest();
    }
    #sayWhere(addresses) {
        const { config, log } = this.#deps;
        const { bufferBytes } = config.radius;
        const listen = addresses.map(written);
        log.info({ listen, clients: this.#clients.size }, 'RADIUS accounting is listened to');
        if (addresses.some((address) => address.bufferBytes < bufferBytes))
            log.warn({ bufferBytes }, 'the kernel gives RADIUS less buffer than wanted; see ispcube doctor');
    }
    async #keep() {
        const { db, log } = this.#deps;
        const now = this.#deps.now();
        if (now >= this.#keptAt && now - this.#keptAt < KEEP_EVERY_MS)
            return;
        this.#keptAt = now;
        const { zone } = await loadTerms(db);
        const lost = await keepTraffic(db, now, zone, this.#heardSince);
        this.#lost += lost.length;
        if (lost.length > 0)
            log.info({ sessions: lost.length }, 'silent sessions closed as lost');
        this.#tellOrders(lost);
    }
    /** Beside the accounting, whose packets are answered without waiting for it: whatever is missed here is found at its deadline. */
    #tellOrders(logins) {
        if (logins.length === 0)
            return;
        const { db, log, now } = this.#deps;
        this.#telling = this.#telling
            .then(async () => {
            if ((await hurryOrdersOfLogins(db, logins, now())) > 0)
                this.#told.sessionsEnded?.();
        })
            .catch((err) => log.warn({ err }, 'orders were not told of sessions that ended; they look at their deadline'));
    }
    #once(key, say) {
        if (this.#said.has(key))
            return;
        this.#said.add(key);
        say();
    }
}
