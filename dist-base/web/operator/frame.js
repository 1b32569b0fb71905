// The frame around every page of this audience: head, menu, who is logged in, what was said last, language and theme.
import { sendPage } from '../plugins/views.js';
import { formatCount } from '../text/format.js';
import { textFor } from '../text/language.js';
import { operatorText } from '../text/operator/index.js';
import { esAr } from '../text/es-AR.js';
import { en } from '../text/en.js';
import { ownPath } from './access.js';
const TEXTS = { 'es-AR': esAr, en };
/** In whose words: what the person chose, else his browser. */
export function readerOf(request) {
    const { lang, theme } = request.cookies;
    const chosen = request.person?.language ?? lang;
    const text = TEXTS[chosen ?? ''] ?? textFor(request.headers['accept-language']);
    return { text, t: operatorText(text.lang), theme: theme === 'light' || theme === 'dark' ? theme : 'system' };
}
const MENU = [
    { href: '/hoy', may: 'anyone', word: 'today' },
    { href: '/clientes', may: 'customers.see', word: 'customers' },
    { href: '/mapa', may: 'customers.see', word: 'map' },
    { href: '/compromisos', may: 'promises.set', word: 'promises' },
    { href: '/cortes', may: 'runs.start', word: 'cuts' },
    { href: '/red', may: 'network.see', word: 'network' },
    { href: '/avisos', may: 'network.see', word: 'alerts' },
    { href: '/usuarios', may: 'people.edit', word: 'people' },
    { href: '/auditoria', may: 'audit.see', word: 'audit' },
    { href: '/configuracion', may: 'settings.edit', word: 'settings' },
];
export function makeFrame(asset) {
    const show = (request, reply, template, facts) => {
        const { text, t, theme } = readerOf(request);
        const { person, session } = request;
        const [path = '/'] = request.url.split('?');
        const said = session.said ?? null;
        if (said !== null)
            delete session.said;
        return sendPage(reply, `operator/${template}`, {
            ...facts,
            ...{ t, text, theme, asset, path, said },
            lang: text.lang,
            number: (count) => formatCount(text, count),
            csrf: person === null ? null : reply.generateCsrf(),
            me: person,
            menu: person === null ? [] : menuFor(person.permissions, t, path),
            may: (permission) => person?.permissions.includes(permission) ?? false,
            here: ownPath(request.method === 'GET' ? request.url : path),
        });
    };
    return {
        show,
        showTrouble: (request) => (reply, trouble) => {
            const { t } = readerOf(request);
            return show(request, reply, 'trouble.eta', { title: t.trouble[trouble.cause].title, trouble });
        },
    };
}
const menuFor = (permissions, t, path) => MENU.filter(({ may }) => may === 'anyone' || permissions.includes(may)).map(({ href, word }) => ({
    href,
    word: t.menu[word],
    isHere: path === href || path.startsWith(`${href}/`),
}));
//# sourceMappingURL=frame.js.map