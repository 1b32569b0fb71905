// The notice page on a router: lines to paste that send plain HTTP of who is noticed, and of who is cut, to the page, and the
// question whether they stand there. HTTPS is never redirected: the browser would warn of somebody in between, and be right.
// Surprising: the page knows who calls by his address, so no masquerade may lie between the router and the page.
import { isIPv6 } from 'node:net';
import { isYes } from './property.js';
/** What the lines of every rule to paste have in common: the list of what stays reachable, and the beginning of the comment. */
export const ALLOWED = 'ispcube-allowed';
export const COMMENT = 'ispcube rule';
const addressOf = (family, { addresses }) => addresses.find((address) => isIPv6(address) === (family === 6)) ?? null;
/** How the page is let through to who is cut; none where its address is not known. */
export function pageAccepts(family, page) {
    const address = addressOf(family, page);
    return address === null || page.port === null ? [] : [`protocol=tcp dst-address=${address} dst-port=${page.port}`];
}
/** The lines; without address and port they are comments with names to fill in. List names come quoted. */
export function noticeRules(lists, page) {
    const [four, six] = [addressOf(4, page), addressOf(6, page)];
    const isKnown = four !== null && page.port !== null;
    return [
        '# Plain HTTP of who is noticed before a cut, and of who is cut, goes to the notice page; HTTPS is never redirected. The page knows',
        '# its callers by their addresses: let no masquerade (srcnat) of this or another router hide them on the way to it.',
        ...(isKnown
            ? redirects(4, lists, four, String(page.port))
            : [
                '# Its address is not known here: set notice.listen and notice.publicAddresses in the configuration and ask again, or fill in',
                '# both names and paste without the "#". Who is cut must reach it too: put its address on the list above.',
                ...redirects(4, lists, 'NOTICE-PAGE-ADDRESS', 'NOTICE-PAGE-PORT').map((line) => `#   ${line}`),
            ]),
        ...(six !== null && page.port !== null
            ? ['', '# The same for IPv6, on RouterOS 7.', ...redirects(6, lists, six, String(page.port))]
            : ['# Over IPv6 nothing is redirected: no IPv6 address of the page is known (notice.publicAddresses).']),
    ];
}
function redirects(family, lists, address, port) {
    const menu = family === 4 ? '/ip firewall nat' : '/ipv6 firewall nat';
    const to = family === 4 ? `to-addresses=${address}` : `to-address=${address}`;
    const line = (list, what) => `${menu} add chain=dstnat action=dst-nat protocol=tcp dst-port=80 src-address-list=${list} dst-address-list=!${ALLOWED} ` +
        `${to} to-ports=${port} comment="${COMMENT}: ${what}"`;
    return [
        `${menu} remove [find where comment~"^${COMMENT}"]`,
        line(lists.notice, 'notice'),
        line(lists.cut, 'cut page'),
        `${menu} move [find where comment~"^${COMMENT}"] destination=([find where chain=dstnat and !dynamic]->0)`,
    ];
}
/** Does anything send plain HTTP of the notice list to a page? `rows` are those of NAT in their order, or why they cannot be read. */
export function checkNoticeRule(rows, noticeList, router) {
    const name = 'notice rule';
    const advice = `paste the lines of: ispcube router rules ${router}`;
    if (typeof rows === 'string')
        return { name, ok: false, for: 'notice', detail: `NAT cannot be read: ${rows}` };
    const chain = rows.filter((row) => row.chain === 'dstnat' && !isYes(row.disabled));
    const at = chain.findIndex((row) => row['src-address-list'] === noticeList && sendsHttp(row));
    const row = chain[at];
    if (row === undefined) {
        const detail = `no dst-nat of port 80 for src-address-list=${noticeList}: nobody sees a pre-notice; ${advice}`;
        return { name, ok: false, for: 'notice', detail };
    }
    const before = chain.slice(0, at).find((one) => takesHttp(one));
    if (before !== undefined) {
        const detail = `${before['.id']} ${before.action} (${before.comment ?? 'no comment'}) takes HTTP before the notice rule ${row['.id']}; ${advice}`;
        return { name, ok: false, for: 'notice', detail };
    }
    return {
        name,
        ok: true,
        for: 'notice',
        detail: `${row['.id']} sends HTTP of list ${noticeList} to ${row['to-addresses'] ?? 'this router'}:${row['to-ports'] ?? '80'}`,
    };
}
const isHttp = (row) => row.protocol === 'tcp' && (row['dst-port'] ?? '80').split(',').includes('80');
const sendsHttp = (row) => (row.action === 'dst-nat' || row.action === 'redirect') && isHttp(row);
// A rule that is narrowed by one of these is about something else, for all that can be told from here.
const NARROW = [
    'src-address',
    'dst-address',
    'src-address-list',
    'dst-address-list',
    'in-interface',
    'in-interface-list',
    'connection-mark',
];
/** A rule for everybody that ends the chain for plain HTTP: a proxy, an accept. */
const takesHttp = (row) => !isYes(row.dynamic) &&
    row.action !== 'passthrough' &&
    row.action !== 'log' &&
    row.action !== 'jump' &&
    (row.protocol === undefined || isHttp(row)) &&
    NARROW.every((matcher) => row[matcher] === undefined);
