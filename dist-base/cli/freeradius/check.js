// What `ispcube doctor` says of FreeRADIUS: does our port answer its question, is what it was given ours and private, does it
// take its own configuration, and can everybody log in who should. Installations without it are well.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { radiusToken } from '../../core/acts/radius-token.js';
import { loginsWithoutPassword } from '../../core/store/login-facts.js';
import { counted } from '../output.js';
import { questionUrl } from './plan.js';
/** Where packages keep its configuration. */
const FOLDERS = ['/etc/freeradius/3.0', '/etc/raddb'];
const BINARIES = ['/usr/sbin/freeradius', '/usr/sbin/radiusd'];
const ANSWER_MS = 3_000;
const PARSE_MS = 20_000;
export async function freeRadiusState(wired, place = { folders: FOLDERS, binaries: BINARIES }) {
    try {
        const token = await radiusToken(wired.db, wired.deps.seal);
        if (token === null)
            return { ok: true, detail: 'does not ask ISPCube; where it should: ispcube radius freeradius' };
        const wrong = (await portTrouble(wired, token)) ??
            fileTrouble(place, token) ??
            (await parseTrouble(place)) ??
            (await passwordTrouble(wired));
        return wrong === null
            ? { ok: true, detail: 'its question is answered, and who logs in has a password' }
            : { ok: false, detail: wrong };
    }
    catch (e) {
        return { ok: false, detail: e instanceof Error ? e.message : String(e) };
    }
}
async function portTrouble(wired, token) {
    const url = questionUrl(wired.config.http.listen);
    const authorization = `Basic ${Buffer.from(`doctor:${token}`).toString('base64')}`;
    try {
        // A name that nobody can have: only a port that knows the token refuses it.
        const answer = await fetch(url, {
            method: 'POST',
            headers: { authorization },
            body: 'User-Name=ispcube%0Adoctor',
            signal: AbortSignal.timeout(ANSWER_MS),
        });
        await answer.arrayBuffer();
        return answer.status === 401
            ? null
            : `${url} answers ${answer.status}: does another program, or an older daemon, have that port?`;
    }
    catch {
        return `${url} does not answer: log-ins go by what FreeRADIUS remembers, and who is new cannot log in; ispcube start`;
    }
}
function fileTrouble({ folders }, token) {
    const folder = folders.find((path) => existsSync(path));
    if (folder === undefined)
        return null; // it runs elsewhere
    const file = join(folder, 'mods-enabled/ispcube');
    let text;
    try {
        text = readFileSync(file, 'utf8');
    }
    catch (e) {
        if (e instanceof Error && 'code' in e && e.code === 'EACCES')
            return null; // private, as it should be
        return `${file} is not there; write it: ispcube radius freeradius --dir ${folder}`;
    }
    if (!text.includes(token))
        return `${file} has another token; write it anew: ispcube radius freeradius --dir ${folder}`;
    if ((statSync(file).mode & 0o007) !== 0)
        return `everybody may read the token in ${file}; chmod 640 ${file}`;
    const site = join(folder, 'sites-enabled/ispcube');
    return existsSync(site) ? null : `${site} is not there: FreeRADIUS asks nobody; ln -s ../sites-available/ispcube ${site}`;
}
const run = promisify(execFile);
/** Only root may read all that it reads. */
async function parseTrouble({ folders, binaries }) {
    const binary = binaries.find((path) => existsSync(path));
    const folder = folders.find((path) => existsSync(path));
    if (binary === undefined || folder === undefined || process.getuid?.() !== 0)
        return null;
    try {
        await run(binary, ['-C', '-l', 'stdout', '-d', folder], { timeout: PARSE_MS, maxBuffer: 1 << 24 });
        return null;
    }
    catch (e) {
        const said = e instanceof Error && 'stdout' in e ? String(e.stdout) : String(e);
        const error = said.split('\n').findLast((line) => line.includes('rror')) ?? said.trim().split('\n').at(-1) ?? '';
        return `FreeRADIUS does not take its configuration: ${error.trim().slice(0, 200)}; see all of it: freeradius -CX`;
    }
}
async function passwordTrouble(wired) {
    const { count, example } = await loginsWithoutPassword(wired.db);
    if (count === 0)
        return null;
    return `${counted(count, 'connection')} with a user and no password cannot log in, ${example ?? ''} for one; import them with their password`;
}
