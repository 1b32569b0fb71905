// What the daemon tells Prometheus; docs/observability.md lists it and a test compares. Gauges are asked of the rows when
// somebody asks (they are true for every process); counters and histograms count what this process did since it started, as
// Prometheus expects of counters. Labels are bounded: routers, reasons and causes, never a customer, nor what a packet says.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { countCpes, overdueCpes } from '../core/store/cpes.js';
import { networkCount, waitingByRouter } from '../core/store/overview.js';
import { listRouters } from '../core/store/routers.js';
import { countOpenSessions } from '../core/store/sessions.js';
/** Seconds from a payment to the read-back on the router. */
const RESTORE_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800];
/** Seconds of a commit: a good disk needs a few milliseconds, an SD card hundreds. */
const COMMIT_BUCKETS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const PAID = /^payment:/;
export class Metrics {
    registry = new Registry();
    #done = this.#counter('ispcube_orders_done_total', 'Orders read back on the router', ['desired', 'reason']);
    #acknowledged = this.#counter('ispcube_orders_acknowledged_total', 'Attempts that a NAS acknowledged', ['desired']);
    #failed = this.#counter('ispcube_orders_failed_total', 'Attempts that failed', ['desired', 'code']);
    #restored = this.#histogram('ispcube_paid_to_restored_seconds', 'From a payment to the restore that was read back on the router', RESTORE_BUCKETS);
    #committed = this.#histogram('ispcube_radius_commit_seconds', 'From the first look at a batch of accounting packets until it was written to disk and answered', COMMIT_BUCKETS);
    #visits = this.#counter('ispcube_cpe_visits_total', 'CPEs asked, by what came of it', ['result']);
    #begun = this.#counter('ispcube_notices_begun_total', 'Pre-notices that began, one for each address', []);
    #unshown = this.#counter('ispcube_notices_failed_total', 'Pre-notices, or whole lists, that a router did not take', [
        'code',
    ]);
    noticesBegun(count) {
        this.#begun.inc(count);
    }
    noticesFailed(code, count) {
        if (count > 0)
            this.#unshown.inc({ code }, count);
    }
    /** What became of orders, once it is committed. */
    settled(orders, outcomes, now) {
        const byId = new Map(orders.map((order) => [order.id, order]));
        for (const outcome of outcomes) {
            const order = byId.get(outcome.order);
            if (order === undefined)
                continue;
            const { desired, reason } = order;
            // Done it is once it is proven.
            if (outcome.ok === 'sent')
                this.#acknowledged.inc({ desired });
            else if (!outcome.ok)
                this.#failed.inc({ desired, code: outcome.fault.code });
            else {
                this.#done.inc({ desired, reason });
                if (desired === 'active' && PAID.test(order.cause))
                    this.#restored.observe(Math.max(0, now - order.createdAt) / 1000);
            }
        }
    }
    /** A batch of accounting packets is on disk. */
    committed(tookMs) {
        this.#committed.observe(tookMs / 1000);
    }
    /** What CPEs were heard to say, or not: `read`, or the code of the fault. */
    heard(heard) {
        for (const { visit } of heard)
            this.#visits.inc({ result: visit.ok ? 'read' : visit.fault.code });
    }
    /** Adds what is read when somebody asks, and the process itself. */
    watch(deps, radius, pulse, troubles) {
        this.#gauge('ispcube_ready', '1 where /readyz says so, 0 where something is not as it should be', [], async (gauge) => {
            gauge.set((await troubles()).length === 0 ? 1 : 0);
        });
        this.#watchOrders(deps);
        this.#watchRadius(deps, radius);
        this.#watchCpes(deps);
        this.#gauge('ispcube_loop_age_seconds', 'Since the last turn of a loop that ended well', ['loop'], (gauge) => {
            for (const [loop, age] of Object.entries(pulse.ages()))
                gauge.set({ loop }, age / 1000);
        });
        collectDefaultMetrics({ register: this.registry, prefix: 'ispcube_', eventLoopMonitoringPrecision: 20 });
    }
    #watchOrders({ db }) {
        this.#gauge('ispcube_orders_waiting', 'Open orders', ['router', 'desired', 'reason'], async (gauge) => {
            for (const { router, desired, reason, orders } of await waitingByRouter(db))
                gauge.set({ router, desired, reason }, orders);
        });
        this.#gauge('ispcube_router_circuit_open', '1 where a router is left alone for a while', ['router'], async (gauge) => {
            for (const { name, circuit } of await listRouters(db))
                gauge.set({ router: name }, circuit === 'open' ? 1 : 0);
        });
        this.#gauge('ispcube_connections', 'Connections in service, by what was read back last', ['observed'], async (gauge) => {
            const { active, cut, unknown } = await networkCount(db);
            for (const [observed, count] of Object.entries({ active, cut, unknown }))
                gauge.set({ observed }, count);
        });
    }
    #watchCpes(deps) {
        const { db } = deps;
        this.#gauge('ispcube_cpes', 'CPEs of connections in service, by how the last try went', ['state'], async (gauge) => {
            for (const { state, cpes } of await countCpes(db))
                gauge.set({ state }, cpes);
        });
        this.#gauge('ispcube_cpe_due', 'CPEs whose turn has come', [], async (gauge) => {
            gauge.set((await overdueCpes(db, deps.now())).due);
        });
        this.#gauge('ispcube_cpe_poll_age_seconds', 'For how long the CPE that waits longest has been due', [], async (gauge) => {
            const { since } = await overdueCpes(db, deps.now());
            gauge.set(since === null ? 0 : (deps.now() - since) / 1000);
        });
    }
    #watchRadius({ db }, radius) {
        const packets = () => radius.feed().packets;
        const name = (what) => `ispcube_radius_packets_${what}_total`;
        this.#counted(name('received'), 'Accounting packets that came', null, () => ({ all: packets().received }));
        this.#counted(name('answered'), 'Accounting packets that were answered', null, () => ({ all: packets().answered }));
        this.#counted(name('dropped'), 'Accounting packets left unanswered, by why', 'cause', () => packets().dropped);
        const booked = 'Accounting packets by what the books made of them; those not written are left unanswered';
        this.#counted(name('booked'), booked, 'result', () => {
            const { counted, late, unwritten } = packets();
            return { counted, late, unwritten };
        });
        const lost = 'Sessions closed because nobody told of them any more';
        this.#counted('ispcube_radius_sessions_lost_total', lost, null, () => ({ all: radius.lost }));
        this.#gauge('ispcube_radius_packets_waiting', 'Accounting packets that wait for their commit', [], (gauge) => {
            gauge.set(radius.intake.waiting);
        });
        this.#gauge('ispcube_radius_sessions_open', 'Sessions that are online as accounting has it', [], async (gauge) => {
            gauge.set(await countOpenSessions(db));
        });
    }
    #counter(name, help, labelNames) {
        return new Counter({ name, help, labelNames, registers: [this.registry] });
    }
    #histogram(name, help, buckets) {
        return new Histogram({ name, help, buckets, registers: [this.registry] });
    }
    /** A counter that is kept elsewhere, since the start of the process: it is read when somebody asks. */
    #counted(name, help, label, read) {
        new Counter({
            name,
            help,
            labelNames: label === null ? [] : [label],
            registers: [this.registry],
            collect() {
                this.reset();
                for (const [value, count] of Object.entries(read()))
                    this.inc(label === null ? {} : { [label]: value }, count);
            },
        });
    }
    #gauge(name, help, labelNames, collect) {
        new Gauge({
            name,
            help,
            labelNames,
            registers: [this.registry],
            async collect() {
                // Who is no more must not be told of as he was last.
                this.reset();
                try {
                    await collect(this);
                }
                catch {
                    // The database is away: what it holds is not told, all else is, and `ispcube_ready` says that something is wrong.
                    if (labelNames.length === 0)
                        this.remove();
                    else
                        this.reset();
                }
            },
        });
    }
}
