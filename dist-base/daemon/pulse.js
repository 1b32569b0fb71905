// Do the daemon's loops turn? Readiness, the metrics and systemd's watchdog all ask here, so that they never tell different
// stories. Two things are told apart: a loop that hangs, which only a new process heals, and one whose turns end but fail (the
// database is away), which no new process heals; the watchdog minds the first alone, readiness both.
/** A loop that gave no sign of life for so long hangs; one of which no turn ended well for so long is behind. */
export const PATIENCE_MS = 60_000;
export function takePulse(loops) {
    const now = () => performance.timeOrigin + performance.now();
    const startedAt = now();
    const named = Object.entries(loops);
    const stuck = () => named.filter(([, loop]) => now() - loop.aliveAt() > PATIENCE_MS).map(([name]) => name);
    const ages = () => Object.fromEntries(named.map(([name, loop]) => [name, Math.max(0, now() - (loop.lastOkAt() ?? startedAt))]));
    return {
        ages,
        stuck,
        behind() {
            const hanging = new Set(stuck());
            return Object.entries(ages()).flatMap(([name, age]) => (age > PATIENCE_MS && !hanging.has(name) ? [name] : []));
        },
    };
}
