// An invariant that did not hold: what was seen, and the last deeds of the customer whom it concerns.
export class Violation extends Error {
    name = 'Violation';
    history;
    constructor(message, history = []) {
        super(message);
        this.history = history;
    }
}
const SHOWN = 30;
/** Lines open with an ISO instant to the second. */
const INSTANT = 20;
/** What happened to each customer, kept short: enough to tell how he came to where he is. */
export class History {
    #lines = new Map();
    add(customer, line) {
        const lines = this.#lines.get(customer) ?? [];
        lines.push(line);
        if (lines.length > SHOWN)
            lines.shift();
        this.#lines.set(customer, lines);
    }
    /** Of a customer, and of those who share something with him, in order of time. */
    of(...customers) {
        const lines = [...new Set(customers)].flatMap((id) => (this.#lines.get(id) ?? []).map((line) => `${line} [customer ${id}]`));
        // By their instants alone: what happened in one instant stays in its order.
        return lines
            .sort((a, b) => (a.slice(0, INSTANT) < b.slice(0, INSTANT) ? -1 : a.slice(0, INSTANT) > b.slice(0, INSTANT) ? 1 : 0))
            .slice(-SHOWN);
    }
    violated(customer, message, others = []) {
        return new Violation(message, this.of(customer, ...others));
    }
}
