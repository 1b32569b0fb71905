// What a hand does: cutting, and enabling. A live promise raises a question that must be answered (C11): without an answer nothing
// is enabled.
import { cutByHand, restoreByHand } from '../../../core/acts/deeds.js';
import { isDeleted } from '../../../core/rules/decision.js';
import { nextControlDay } from '../../../core/rules/promise.js';
import { formatDate, formatInstant } from '../../text/format.js';
import { told } from '../access.js';
import { askIdOf, readDay, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
import { commentMistake, doneUrl, mistakesOf, sendForm, standingOf, } from './deed.js';
const may = { config: { may: 'service.change' } };
export function hands(app, room, send) {
    cutting(app, room, send);
    restoring(app, room, send);
}
function cutting(app, room, send) {
    const { deps } = room;
    app.get('/clientes/:code/corte', may, async (request, reply) => {
        const standing = await standingOf(request, room);
        return sendForm(send, request, reply, { ...standing, form: cutForm(standing, readerOf(request).t) });
    });
    app.post('/clientes/:code/corte', may, async (request, reply) => {
        const { t } = readerOf(request);
        const standing = await standingOf(request, room);
        const typed = typedIn(request.body, 'comment', 'ask');
        const mistakes = mistakesOf({ comment: commentMistake(typed.comment, true, t) });
        if (Object.keys(mistakes).length > 0)
            return sendForm(send, request, reply, { ...standing, form: cutForm(standing, t), typed, mistakes });
        const by = told(request, deps);
        const { code } = standing.customer;
        const done = await cutByHand(deps.db, { code, comment: typed.comment, askId: askIdOf(typed.ask) }, by);
        deps.nudge();
        request.session.said = done.isNew ? t.counter.cut.done : t.counter.cut.again;
        return reply.redirect(doneUrl(code, by.now), 303);
    });
}
function cutForm({ story }, t) {
    const words = t.counter.cut;
    const count = story.places.filter(({ line }) => line.connection.inService === 1).length;
    const attrs = { maxlength: '500', required: '' };
    return {
        title: words.title,
        lead: [words.lead],
        warn: story.decision?.reason === 'manual-cut' ? [words.again] : [],
        fields: [{ name: 'comment', label: words.comment, hint: words.commentHint, kind: 'textarea', attrs }],
        submit: count > 1 ? words.submitMany(String(count)) : words.submit,
        danger: true,
    };
}
function restoring(app, room, send) {
    const { deps } = room;
    app.get('/clientes/:code/habilitar', may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const standing = await standingOf(request, room);
        return sendForm(send, request, reply, { ...standing, form: restoreForm(standing, text, t) });
    });
    app.post('/clientes/:code/habilitar', may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const words = t.counter.restore;
        const standing = await standingOf(request, room);
        const { terms, decision } = standing.story;
        const by = told(request, deps);
        const typed = typedIn(request.body, 'until', 'comment', 'promise', 'ask');
        const until = typed.until === '' ? undefined : readDay(typed.until);
        const promise = typed.promise === 'withdraw' || typed.promise === 'keep' ? typed.promise : undefined;
        const mistakes = mistakesOf({
            until: untilMistake(until, terms.zone.dayOf(by.now), t),
            promise: decision?.promise && promise === undefined ? words.promiseMissing : null,
            comment: commentMistake(typed.comment, false, t),
        });
        if (until === null || Object.keys(mistakes).length > 0)
            return sendForm(send, request, reply, { ...standing, form: restoreForm(standing, text, t), typed, mistakes });
        const { code } = standing.customer;
        const comment = typed.comment === '' ? undefined : typed.comment;
        const done = await restoreByHand(deps.db, { code, until, promise, comment, askId: askIdOf(typed.ask) }, by);
        deps.nudge();
        const { enableEndsOn } = done.decision;
        request.session.said = !done.isNew
            ? words.again
            : enableEndsOn === null
                ? words.done
                : words.doneUntil(formatDate(text, enableEndsOn));
        return reply.redirect(doneUrl(code, by.now), 303);
    });
}
function untilMistake(until, today, t) {
    if (until === undefined)
        return null;
    if (until === null)
        return t.counter.mistakes.date;
    return until < today ? t.counter.restore.past : null;
}
function restoreForm(standing, text, t) {
    const words = t.counter.restore;
    const plain = { title: words.title, lead: [words.lead], submit: words.submit };
    if (isDeleted(standing.customer.code))
        return { ...plain, lead: [], warn: [words.deleted], fields: null };
    return {
        ...plain,
        fields: [
            ...promiseField(standing, text, t),
            { name: 'until', label: words.until, hint: words.untilHint, type: 'date' },
            { name: 'comment', label: words.comment, hint: words.commentHint, attrs: { maxlength: '500', autocomplete: 'off' } },
        ],
    };
}
function promiseField({ story }, text, t) {
    const words = t.counter.restore;
    const promise = story.decision?.promise;
    if (!promise)
        return [];
    const { zone } = story.terms;
    const control = formatInstant(text, zone, zone.controlOf(nextControlDay(promise, story.at, zone)));
    return [
        {
            name: 'promise',
            kind: 'choice',
            label: words.promise(formatDate(text, promise.promisedOn), t.customer.why.promiseStates[promise.state]),
            hint: words.promiseHint,
            options: [
                { value: 'withdraw', label: words.withdraw, hint: words.withdrawHint },
                { value: 'keep', label: words.keep, hint: words.keepHint(control) },
            ],
        },
    ];
}
