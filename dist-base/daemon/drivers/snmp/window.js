// How much may be asked at once: few questions of one device, because the agents of small radios work one after the other and
// drop what they cannot hold; a limited number in all, because answers wait in one receive buffer and what does not fit is lost
// (5,000 at once lost half of them). Who waits keeps his turn, and leaves with his signal.
/** Measured with 5,000 agents on default buffers: at 200 none was lost. */
export const IN_FLIGHT_MAX = 200;
export const IN_FLIGHT_MAX_A_DEVICE = 2;
export class Window {
    /** The most that were in flight at once. */
    most = 0;
    #max;
    #perDevice;
    #taken = 0;
    #ofDevice = new Map();
    /** Who waits for the turn of a device, and who has that and waits for one of all: each in the order in which they came. */
    #deviceQueues = new Map();
    #queue = new Set();
    constructor(max = IN_FLIGHT_MAX, perDevice = IN_FLIGHT_MAX_A_DEVICE) {
        this.#max = max;
        this.#perDevice = perDevice;
    }
    /**
     * Null where it is our turn at once, else a promise of it. Throws the signal's reason when that comes first. First the device's
     * turn, then one of all: a busy device delays no other.
     */
    enter(device, signal) {
        signal.throwIfAborted();
        const ofDevice = this.#ofDevice.get(device) ?? 0;
        if (ofDevice >= this.#perDevice)
            return this.#waitForDevice(device, signal);
        this.#ofDevice.set(device, ofDevice + 1);
        return this.#enterAll(device, signal);
    }
    /** Places go to the next who waits, so that nobody who comes later takes them. */
    leave(device) {
        if (!callNext(this.#queue))
            this.#taken--;
        this.#leaveDevice(device);
    }
    async #waitForDevice(device, signal) {
        let queue = this.#deviceQueues.get(device);
        if (queue === undefined)
            this.#deviceQueues.set(device, (queue = new Set()));
        await turnIn(queue, signal);
        await this.#enterAll(device, signal);
    }
    #enterAll(device, signal) {
        if (this.#taken >= this.#max)
            return this.#waitForAll(device, signal);
        this.#taken++;
        this.most = Math.max(this.most, this.#taken);
        return null;
    }
    async #waitForAll(device, signal) {
        try {
            await turnIn(this.#queue, signal);
        }
        catch (e) {
            this.#leaveDevice(device);
            throw e;
        }
    }
    #leaveDevice(device) {
        const queue = this.#deviceQueues.get(device);
        if (queue !== undefined && callNext(queue))
            return;
        this.#deviceQueues.delete(device);
        const left = (this.#ofDevice.get(device) ?? 1) - 1;
        if (left === 0)
            this.#ofDevice.delete(device);
        else
            this.#ofDevice.set(device, left);
    }
}
function turnIn(queue, signal) {
    return new Promise((resolve, reject) => {
        // An aborted signal calls nobody any more.
        if (signal.aborted)
            return reject(signal.reason);
        const turn = () => {
            signal.removeEventListener('abort', leave);
            resolve();
        };
        const leave = () => {
            queue.delete(turn);
            reject(signal.reason);
        };
        queue.add(turn);
        signal.addEventListener('abort', leave, { once: true });
    });
}
/** True where somebody waited. */
function callNext(queue) {
    for (const turn of queue) {
        queue.delete(turn);
        turn();
        return true;
    }
    return false;
}
