// Cobros: the payments of a day, each with its receipt. Tills and cheques come later.
import { cents } from '../../../core/rules/money.js';
import { paymentsOn } from '../../../core/store/documents.js';
import { takingsOn } from '../../../core/store/overview.js';
import { peopleNames } from '../../../core/store/people.js';
import { loadTerms } from '../../../core/store/settings.js';
import { formatDate, formatMoney } from '../../text/format.js';
import { collectorOf } from '../customers/own.js';
import { readDay, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
const SHOWN_MOST = 500;
export function page(app, { deps, show }) {
    const { db } = deps;
    app.get('/cobros', { config: { may: 'payments.enter' } }, async (request, reply) => {
        const { t, text } = readerOf(request);
        const { zone, currency } = await loadTerms(db);
        const { dia } = typedIn(request.query, 'dia');
        const on = readDay(dia) ?? zone.dayOf(deps.now());
        const own = collectorOf(request);
        const names = await peopleNames(db);
        const rows = await paymentsOn(db, on, own, SHOWN_MOST);
        const money = (amount) => formatMoney(text, cents(amount), currency);
        const sum = await takingsOn(db, on, own);
        return show(request, reply, 'takings/list.eta', {
            title: t.takings.title,
            on,
            day: formatDate(text, on),
            most: SHOWN_MOST,
            sum: t.takings.count(sum.payments.toLocaleString(text.lang), money(sum.amountCents)),
            rows: rows.map((row) => ({ ...row, amount: money(row.amountCents), by: names.get(row.enteredBy) ?? row.enteredBy })),
        });
    });
}
