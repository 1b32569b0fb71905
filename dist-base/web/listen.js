// Opens the port of a server that serves pages, and closes it again: what is being answered is answered, who keeps it waiting is not
// waited for. A port that cannot be opened is for a person to change, so the fault names the setting.
import { Fault } from '../core/fault.js';
/** `build` makes the server once it is known that it has an address. Throws `input-invalid` where it has none, or cannot have it. */
export async function listenOn(wish, build) {
    const { listen, setting, example, what, drainMs } = wish;
    const [, host, port] = /^(.+):(\d+)$/.exec(listen ?? '') ?? [];
    if (host === undefined)
        throw new Fault('input-invalid', `${what} has no address: set ${setting}, such as ${example}`);
    const app = await build();
    try {
        await app.listen({ host: host.replaceAll(/[[\]]/g, ''), port: Number(port) });
    }
    catch (cause) {
        await app.close();
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Fault('input-invalid', `${what} cannot listen on ${listen}: ${why}; change ${setting}`, { listen }, cause);
    }
    return {
        url: `http://${host}:${app.server.address().port}/`,
        async close() {
            const hurry = setTimeout(() => app.server.closeAllConnections(), drainMs);
            await app.close().finally(() => clearTimeout(hurry));
        },
    };
}
