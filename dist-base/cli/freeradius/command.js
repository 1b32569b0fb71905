// `ispcube radius freeradius`: writes the configuration of FreeRADIUS for this installation into a folder, or shows it, and
// says what to do with it. The files hold secrets: they are written for their owner and his group alone.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { example } from '../context.js';
import { reaching } from '../file-faults.js';
import { freeRadiusFiles } from './files.js';
import { freeRadiusPlan, roleText } from './plan.js';
export function registerFreeRadius(radius, context) {
    const command = radius
        .command('freeradius')
        .description('the configuration of FreeRADIUS for this installation, with its secrets')
        .option('--dir <dir>', 'write the files there (/etc/freeradius/3.0); without it they are shown')
        .option('--new-token', 'a new token: the one in the files so far is worth nothing from now on')
        .option('--sql', 'PostgreSQL: while ISPCube is silent FreeRADIUS goes by the views')
        .action((wish) => freeRadius(context, wish));
    example(command, 'ispcube radius freeradius --dir /etc/freeradius/3.0', 'ispcube radius freeradius --new-token --dir ./radius');
}
async function freeRadius(context, wish) {
    const { out, io } = context;
    const wired = await context.open();
    const plan = await freeRadiusPlan(wired, { newToken: wish.newToken ?? false, sql: wish.sql ?? false });
    const files = freeRadiusFiles(plan);
    if (wish.dir === undefined) {
        const shown = [...files].map(([path, text]) => `# ---- ${path}\n${text}`).join('\n');
        return out.answer({ files: Object.fromEntries(files) }, () => shown);
    }
    const folder = resolve(io.cwd, wish.dir);
    for (const [path, text] of files)
        await writeSecret(join(folder, path), text);
    const next = nextSteps(plan, folder);
    out.answer({ folder, files: [...files.keys()], next }, () => [...[...files.keys()].map((path) => `written: ${join(folder, path)}`), '', 'next, as root:', ...next].join('\n'));
}
async function writeSecret(file, text) {
    await reaching(dirname(file), 'made', () => mkdir(dirname(file), { recursive: true }));
    await reaching(file, 'written', () => writeFile(file, text, { mode: 0o640 }));
    await reaching(file, 'written', () => chmod(file, 0o640)); // one that was there keeps its mode when it is written
}
function nextSteps(plan, folder) {
    const files = [...freeRadiusFiles(plan).keys()];
    const enable = files
        .filter((path) => path.includes('-available/'))
        .map((path) => `ln -sf ../${path} ${join(folder, path.replace('-available/', '-enabled/'))}`);
    return [
        ...(plan.sql === null
            ? []
            : [
                'in psql on the database of ISPCube:',
                ...roleText(plan.sql)
                    .split('\n')
                    .map((line) => `  ${line}`),
            ]),
        `chown root:freerad ${files.map((path) => join(folder, path)).join(' ')}`,
        ...enable,
        `rm -f ${join(folder, 'sites-enabled/default')} ${join(folder, 'sites-enabled/inner-tunnel')}   # they take the same ports`,
        // The package has it on; without a site that authenticates by it FreeRADIUS does not start.
        `rm -f ${join(folder, 'mods-enabled/eap')}   # it is of those sites; keep all three where Wi-Fi logs in by EAP`,
        `grep -q clients-ispcube ${join(folder, 'clients.conf')} || echo '$INCLUDE clients-ispcube.conf' >> ${join(folder, 'clients.conf')}`,
        'freeradius -CX && systemctl restart freeradius',
        'ispcube doctor',
    ];
}
