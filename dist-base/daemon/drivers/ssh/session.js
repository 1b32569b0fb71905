// One SSH connection to a router, and commands on it: each on a channel of its own, one after the other unless the template
// says that the device takes more at once: dropbear 2022.83 dies now and then of a channel that is opened while another ends
// (`Failed assertion (common-channel.c:705)`, 4 of 100 pairs on a busy machine, none one by one). A command ends with its output and
// its status, or the session with it: what does not answer in time, says too much, or breaks off has left the router in a state
// that nobody knows, and nothing more is asked on that line. No late error of socket or channel ends the process.
import { dial } from './dial.js';
import { fault, quoted } from './words.js';
/** A set of a hundred thousand addresses with comments is printed in 7 MB by nft, in 5 MB by ipset. */
const OUT_BYTES_MAX = 16 * 1024 * 1024;
const ERR_BYTES_MAX = 64 * 1024;
/** How long a device may take to close its side after a good end. */
const GOODBYE_MS = 500;
export async function openSession(access, { isLegacy, atOnce }, signal) {
    const line = await dial(access, isLegacy, signal);
    return new Session(access, line, Math.min(access.window, atOnce));
}
export class Session {
    /** SHA-256 (hex) of the host key. */
    fingerprint;
    /** Commands that may be under way at once. */
    width;
    #access;
    #client;
    #socket;
    #running = new Set();
    #waiting = [];
    #isOpen = true;
    constructor(access, { client, socket, hostKey }, width) {
        this.#access = access;
        this.#client = client;
        this.#socket = socket;
        this.fingerprint = hostKey;
        this.width = width;
        client.on('close', () => this.#end('device-silent', 'closed the connection before it had answered'));
    }
    get isOpen() {
        return this.#isOpen && !this.#socket.destroyed;
    }
    /**
     * Runs a command, with this as its whole input. Throws `device-unreachable` where it was never sent, `device-silent` or
     * `device-garbled` where it was; then the session is over.
     */
    async run(command, input, signal) {
        while (this.isOpen && !signal.aborted && this.#running.size >= this.width)
            await this.#turn(signal);
        if (!this.isOpen || signal.aborted) {
            this.#next();
            throw fault(this.#access, 'device-unreachable', this.isOpen ? 'was not asked: the time was over' : 'was lost before this was sent');
        }
        return new Promise((resolve, reject) => {
            const onAbort = () => this.#end('device-silent', 'did not answer in the time for this call');
            const timer = setTimeout(() => this.#end('device-silent', `did not answer to a command within ${this.#access.commandMs} ms`), this.#access.commandMs);
            const done = () => {
                clearTimeout(timer);
                signal.removeEventListener('abort', onAbort);
                this.#running.delete(running);
                this.#next();
            };
            const running = { fail: (why) => (done(), reject(why)) };
            this.#running.add(running);
            signal.addEventListener('abort', onAbort, { once: true });
            this.#begin(command, (channel) => {
                this.#listen(channel, (said) => (done(), resolve(said)));
                channel.end(input ?? '');
            });
        });
    }
    #begin(command, begun) {
        try {
            this.#client.exec(command, (e, channel) => {
                if (!e)
                    return begun(channel);
                // Not at once: where the line is lost, its own end comes first and tells more.
                setImmediate(() => this.#end('device-refused', `would run no command: ${quoted(this.#access, e.message)}`));
            });
        }
        catch (e) {
            this.#end('device-silent', `was lost: ${e instanceof Error ? e.message : String(e)}`);
        }
    }
    async close() {
        if (this.#socket.destroyed)
            return;
        const timer = setTimeout(() => this.#socket.destroy(), GOODBYE_MS);
        await new Promise((resolve) => {
            this.#socket.once('close', () => resolve());
            this.#client.end();
        });
        clearTimeout(timer);
    }
    #listen(channel, ended) {
        const out = [];
        const err = [];
        let [outBytes, errBytes, status] = [0, 0, null];
        channel.on('error', () => undefined); // the connection's end tells more
        channel.on('data', (piece) => {
            outBytes += piece.length;
            if (outBytes > OUT_BYTES_MAX)
                return this.#end('device-garbled', `said more than ${OUT_BYTES_MAX} bytes`);
            out.push(piece);
        });
        channel.stderr.on('data', (piece) => {
            errBytes += piece.length;
            if (errBytes <= ERR_BYTES_MAX)
                err.push(piece);
        });
        channel.on('exit', (code) => (status = code));
        channel.on('close', () => {
            if (!this.isOpen)
                return; // a channel that is torn down with its line has not answered
            ended({ out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8'), status });
        });
    }
    /** Resolves when a channel may have become free, or the call is over. */
    #turn(signal) {
        return new Promise((resolve) => {
            const go = () => {
                signal.removeEventListener('abort', go);
                resolve();
            };
            signal.addEventListener('abort', go, { once: true });
            this.#waiting.push(go);
        });
    }
    #next() {
        this.#waiting.shift()?.();
    }
    /** Everything that is under way ends with this; what has not been sent finds the session closed. */
    #end(code, why) {
        if (!this.#isOpen)
            return;
        this.#isOpen = false;
        this.#socket.destroy();
        for (const running of [...this.#running])
            running.fail(fault(this.#access, code, why));
        for (const go of this.#waiting.splice(0))
            go();
    }
}
