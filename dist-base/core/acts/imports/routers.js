// Routers from a file, with the sites where they stand. Position and radius in a row are the site's: a blank leaves them, and
// two rows that place one site differently contradict each other. A blank password leaves the stored one, because no export
// holds any. Editing how a router is reached tries at once what waited for it.
import { listAllRouters, listSites, storeRouter, storeSite, wakeRouter } from '../../store/network-imports.js';
import { TEMPLATE_NAME } from '../../rules/template.js';
import { hostFor, twinOf, twinText, usualPort } from '../doors.js';
import { reorderAffected } from '../reorder.js';
import { decimal, flag, latitude, longitude, name, oneOf, required, secret, whole } from './columns.js';
import { changesOf, isOtherSecret, logEdits, secretChange } from './job.js';
const KEY = /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----\r?\n[A-Za-z0-9+/=:,.\s-]+-----END [A-Z0-9 ]*PRIVATE KEY-----\s*$/;
const KEY_MAX = 16_000;
/** Over SSH a private key may stand in place of a password; it is kept as one. */
const passwordOrKey = {
    ...secret,
    parse: (given) => (given.length <= KEY_MAX && KEY.test(given) ? given : secret.parse(given)),
    expects: `${secret.expects}, or a private key`,
};
/** Which ones there are is known to the driver and the configuration, not here. */
const templateName = {
    parse: (text) => (TEMPLATE_NAME.test(text) ? text : null),
    blank: null,
    expects: 'the name of a template, such as linux-nft',
};
const columns = {
    name: required(name),
    driver: oneOf(['routeros', 'radius', 'ssh', 'none']),
    host: { ...name, expects: `a name or address, ${name.expects}; the driver none needs none` },
    port: whole(1, 65_535, null),
    // Blank leaves it as it is: a cell left empty must not send a password in the clear.
    tls: flag(null),
    username: name,
    password: passwordOrKey,
    site: name,
    lat: latitude,
    lng: longitude,
    radius_km: decimal(0.001, 1000, 'kilometres, more than 0, such as 2.5'),
    radius_secret: secret,
    coa_port: whole(1, 65_535, null),
    template: templateName,
};
export const routers = {
    columns,
    keyOf: (values) => values.name,
    async start(job) {
        const stored = {
            routers: new Map((await listAllRouters(job.tx)).map((router) => [router.name, router])),
            sites: new Map((await listSites(job.tx)).map((site) => [site.name, site])),
            said: new Map(),
        };
        const lines = new Map();
        return {
            async take(rows) {
                for (const row of rows) {
                    await takeRouter(job, row, stored);
                    lines.set(row.values.name, row.line);
                }
            },
            async finish() {
                await refuseTwins(job, lines);
                // A router that got another driver may now carry out what could only be shown.
                return job.tally.changed > 0 && job.complaints.count === 0 ? reorderAffected(job.tx, job.told, `import:${job.file}`) : [];
            },
        };
    },
};
/** Once all rows are stored: two routers of a file may change places. */
async function refuseTwins(job, lines) {
    const all = await listAllRouters(job.tx);
    for (const router of all) {
        const line = lines.get(router.name);
        const twin = line === undefined ? null : twinOf(router, all);
        if (line !== undefined && twin !== null)
            job.complaints.row(line, twinText(router, twin));
    }
}
async function takeRouter(job, row, stored) {
    const { values } = row;
    const before = stored.routers.get(values.name);
    const driver = values.driver ?? before?.driver;
    const host = hostFor(driver, values.host, before?.host);
    if (driver === undefined || host === null) {
        if (driver === undefined || (before === undefined && values.host === undefined))
            job.complaints.row(row.line, `the router "${values.name}" is new: it needs the columns driver and host`);
        else
            job.complaints.at(row.line, 'host', '', 'a name or address, not blank: only the driver none needs no host');
        return;
    }
    const place = await takeSite(job, row, stored);
    const tls = values.tls ?? before?.tls ?? 0;
    const next = {
        driver,
        host,
        port: 'port' in values ? (values.port ?? usualPort(driver, tls)) : (before?.port ?? usualPort(driver, tls)),
        tls,
        username: 'username' in values ? (values.username ?? null) : (before?.username ?? null),
        siteId: 'site' in values ? (place?.id ?? null) : (before?.siteId ?? null),
        coaPort: 'coa_port' in values ? (values.coa_port ?? null) : (before?.coaPort ?? null),
        template: 'template' in values ? (values.template ?? null) : (before?.template ?? null),
        removedAt: null,
    };
    const sealed = sealSecrets(job, row, before);
    const changes = {
        ...(before && changesOf(before, next)),
        ...(before && sealed.changes),
        ...(before && place?.changes),
    };
    if (before !== undefined && Object.keys(changes).length === 0) {
        job.tally.unchanged++;
        return;
    }
    // Another machine has another certificate: its first one is pinned anew.
    const isElsewhere = before !== undefined && (before.host !== host || before.port !== next.port || before.driver !== driver);
    const id = await storeRouter(job.tx, {
        ...next,
        name: values.name,
        ...sealed.columns,
        ...(isElsewhere ? { tlsPin: null } : {}),
    });
    if (before === undefined) {
        job.tally.added++;
        return;
    }
    job.tally.changed++;
    await wakeRouter(job.tx, id, job.told.now);
    await logEdits(job, [{ about: { kind: 'router', id }, facts: { router: values.name, changes } }]);
}
function sealSecrets(job, { values }, before) {
    const columns = {};
    const changes = {};
    for (const [given, column, field] of [
        [values.password, 'password', 'passwordSealed'],
        [values.radius_secret, 'radius_secret', 'radiusSecretSealed'],
    ]) {
        const where = { table: 'routers', column, row: values.name };
        if (given === null || given === undefined || !isOtherSecret(job, before?.[field] ?? null, given, where))
            continue;
        columns[field] = job.told.seal.seal(given, where);
        changes[column] = secretChange;
    }
    return { columns, changes };
}
/** The row's site, made or moved where the row says so; null where it names none. */
async function takeSite(job, { line, values }, stored) {
    const given = {};
    for (const [field, value] of [
        ['lat', values.lat],
        ['lng', values.lng],
        ['radiusKm', values.radius_km],
    ])
        if (value !== null && value !== undefined)
            given[field] = value;
    const siteName = values.site ?? null;
    if (siteName === null) {
        if (Object.keys(given).length > 0)
            job.complaints.row(line, 'says where a site is but names none: lat, lng and radius_km are those of the site');
        return null;
    }
    const said = stored.said.get(siteName);
    const clash = said &&
        Object.keys(given).find((field) => (said.fields[field] ?? given[field]) !== given[field]);
    if (said && clash !== undefined)
        job.complaints.row(line, `places the site "${siteName}" elsewhere than line ${said.line} does`);
    stored.said.set(siteName, { line: said?.line ?? line, fields: { ...said?.fields, ...given } });
    const before = stored.sites.get(siteName);
    const changes = before === undefined ? null : changesOf(before, given);
    if (before !== undefined && changes === null)
        return { id: before.id, changes: null };
    const site = {
        name: siteName,
        lat: before?.lat ?? null,
        lng: before?.lng ?? null,
        radiusKm: before?.radiusKm ?? null,
        ...given,
    };
    if ((site.lat === null) !== (site.lng === null))
        job.complaints.row(line, `places the site "${siteName}" with only one of lat and lng`);
    const id = await storeSite(job.tx, site);
    stored.sites.set(siteName, { id, ...site });
    return { id, changes };
}
