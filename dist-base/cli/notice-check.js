// What `ispcube doctor` says of the notice page: a port that another program has is only in the log otherwise, and customers
// would see that program in place of the page.
import { API_PATH } from '../web/notice/app.js';
import { askPage } from './ask-page.js';
export async function noticeFinding(wired) {
    const { listen } = wired.config.notice;
    const { notice } = await wired.terms();
    const told = (ok, detail) => ({ name: 'notice', ok, detail });
    if (listen === null)
        return notice.enabled
            ? told(false, 'pre-notices are on, and there is no page for them: set notice.listen (docs/notice.md)')
            : told(true, 'no page (notice.listen), and pre-notices are off');
    const answer = await askPage(listen, API_PATH);
    if (answer === null)
        return told(!notice.enabled, `the page on ${listen} does not answer; where nothing runs: ispcube start, else see its log`);
    return answer.type === 'application/captive+json'
        ? told(true, `the page answers on ${listen}${notice.enabled ? '' : '; pre-notices are off (prenotice.enabled)'}`)
        : told(false, `another program answers on ${listen}: end it, or change notice.listen`);
}
