// The parent's side of a process that applies: starting it, hearing from it, killing it, and a spare one that is already loaded
// when the one before it dies. Ends only what it started.
import { fork } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
export class Applicant {
    #child;
    ended;
    /** It is loaded and at work, or has ended. */
    begun;
    isAlive = true;
    #last = null;
    #hear = null;
    constructor() {
        const file = fileURLToPath(new URL('./applying.ts', import.meta.url));
        this.#child = fork(file, [], {
            cwd: dirname(file),
            execArgv: ['--import', 'tsx'],
            stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        });
        let start = () => { };
        this.begun = new Promise((resolve) => {
            start = resolve;
        });
        this.#child.on('message', (report) => {
            this.#last = report;
            if (report.stage !== 'ready')
                start();
            this.#hear?.(report);
        });
        this.ended = new Promise((resolve) => {
            this.#child.once('exit', (code, signal) => {
                this.isAlive = false;
                start();
                resolve({ code, signal, last: this.#last });
            });
        });
    }
    /** Begins as soon as it is loaded; each report of it is heard. */
    begin(task, hear) {
        this.#hear = hear;
        this.#child.send(task);
    }
    kill() {
        if (this.isAlive)
            this.#child.kill('SIGKILL');
    }
    async dismiss() {
        this.kill();
        await this.ended;
    }
}
/** Always one ahead: loading a process takes longer than most of what is tried with it. */
export class Bench {
    #spare = new Applicant();
    next() {
        const one = this.#spare ?? new Applicant();
        this.#spare = new Applicant();
        return one;
    }
    async close() {
        await this.#spare?.dismiss();
        this.#spare = null;
    }
}
