// The stage of the demo: a folder with a configuration, a key and a fresh database, simulated routers on loopback, and the
// town that lives on them. The environment is left out of it on purpose: a demo never touches the database of an ISP.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveSetting } from '../../core/acts/settings.js';
import { newSecretKey } from '../../core/seal.js';
import { freeTcpPort, freeUdpPort } from '../../fixtures/peers/free-port.js';
import { startRouters } from '../../fixtures/peers/routeros.js';
import { makeTown } from '../../fixtures/town.js';
import { CONFIG_FILE } from '../config.js';
import { wire } from '../wire.js';
import { openDemoRadios } from './demo-radios.js';
const USERNAME = 'ispcube';
/** What real gear of that size takes for a command, about. */
const LATENCY_MS = 1;
/** Shorter patience than an ISP's, so that the router that never answers does not hold up the story. */
const configText = ({ radius, http, notice, web, }) => `// The demo's configuration; made by "ispcube demo", gone with it.
export default {
  database: 'sqlite:./ispcube.db',
  secretKeyFile: './ispcube.key',
  http: { listen: '127.0.0.1:${http}' },
  web: { listen: '127.0.0.1:${web}' },
  radius: { listen: ['127.0.0.1:${radius}'] },
  // Whoever asks on this machine may say for whom: so the page of any customer can be looked at.
  notice: { listen: '127.0.0.1:${notice}', trustProxies: ['127.0.0.1'] },
  limits: { connectMs: 1500, loginMs: 1500, commandMs: 4000, retryBaseMs: 3000, retryCapMs: 20_000,
    cpeConnectMs: 2000, visitMs: 5000, snmpMs: 250, snmpRetries: 1 },
}
`;
/** And the key; what comes back is where accounting is listened to. */
async function writeConfig(folder, configFile) {
    const radius = await freeUdpPort();
    const [http, notice, web] = [await freeTcpPort(), await freeTcpPort(), await freeTcpPort()];
    await writeFile(configFile, configText({ radius, http, notice, web }));
    await writeFile(join(folder, 'ispcube.key'), `${newSecretKey()}\n`, { mode: 0o600 });
    return radius;
}
export async function openDemo(context, wish) {
    const folder = await mkdtemp(join(tmpdir(), 'ispcube-demo-'));
    const configFile = join(folder, CONFIG_FILE);
    const password = randomBytes(9).toString('base64url');
    const closing = [() => rm(folder, { recursive: true, force: true })];
    const close = async () => {
        for (const one of closing.splice(0).reverse())
            await one();
    };
    try {
        const radiusPort = await writeConfig(folder, configFile);
        const routers = await startRouters(wish.routers, (index) => ({
            username: USERNAME,
            password,
            latencyMs: LATENCY_MS,
            identity: `demo-${index + 1}`,
        }));
        closing.push(() => Promise.all(routers.map((router) => router.close())));
        const radios = await openDemoRadios();
        closing.push(() => radios.close());
        const wired = await wire({ ...context.io, env: {}, cwd: folder }, { configFile, migrations: 'create', logs: context.flags.verbose });
        closing.push(() => wired.close());
        await setUp(wired);
        const { zone } = await wired.terms();
        const town = makeTown({
            customers: wish.customers,
            today: zone.dayOf(Date.now()),
            ports: routers.map(({ port }) => port),
            username: USERNAME,
            password,
            cpes: radios.hosts,
        });
        for (const { router, menu, row } of town.held)
            routers[router]?.add(menu, row);
        const silent = routers.length > 1 ? routers.length - 1 : null;
        for (const router of routers)
            router.faults = { redials: true };
        const mute = routers[silent ?? -1];
        if (mute)
            mute.faults = { hang: true, redials: true };
        const radiusSecret = randomBytes(12).toString('hex');
        return {
            folder,
            configFile,
            radiusPort,
            radiusSecret,
            wired,
            routers,
            radios,
            town,
            silent,
            nas: null,
            incoming: null,
            close,
        };
    }
    catch (e) {
        await close();
        throw e;
    }
}
/** What the notice page says of the ISP. */
const ISP = {
    'isp.name': 'Valle Conectado',
    'isp.phone': '0810-555-0100',
    'pay.online': 'https://pagos.example.net/',
    'pay.transfer': 'Alias valle.conectado',
};
/** Before the control hour nobody would be cut: the demo's day begins at midnight then. */
async function setUp(wired) {
    for (const [key, value] of Object.entries(ISP))
        await saveSetting(wired.db, { key, value }, wired.told());
    const { zone } = await wired.terms();
    const now = Date.now();
    if (now < zone.controlOf(zone.dayOf(now)))
        await saveSetting(wired.db, { key: 'controlHour', value: '00:00' }, wired.told());
}
