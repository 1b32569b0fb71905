// A person keeps a filter under a name, for himself or for all, and the columns that he wants to see. A name that he has
// already is the same view, changed, so sending the form twice is sending it once.
import { Fault } from '../fault.js';
import { within } from '../store/db.js';
import { countViews, dropView, keepColumns, keepView } from '../store/saved-views.js';
export const VIEW_NAME_MAX = 60;
const VIEW_QUERY_MAX = 2000;
/** Of one person. */
const VIEWS_MAX = 50;
export async function saveView(db, ask, told) {
    const name = ask.name.trim().replaceAll(/\s+/g, ' ');
    if (name === '' || name.length > VIEW_NAME_MAX)
        throw new Fault('input-invalid', `the name of a view has 1 to ${VIEW_NAME_MAX} characters`, { field: 'name' });
    if (ask.query.length > VIEW_QUERY_MAX)
        throw new Fault('input-invalid', 'this filter is too long to be kept', { field: 'name' });
    const { personId, query } = ask;
    return within(db, async (tx) => {
        const id = await keepView(tx, { personId, name, query, isShared: ask.isShared ? 1 : 0, savedAt: told.now });
        if ((await countViews(tx, personId)) > VIEWS_MAX)
            throw new Fault('input-invalid', `a person keeps ${VIEWS_MAX} views: delete one first`, { field: 'name', most: VIEWS_MAX });
        return id;
    });
}
/** Somebody else's is a fault, as if it were not there. */
export async function deleteView(db, ask) {
    if (!(await dropView(db, ask.personId, ask.id)))
        throw new Fault('record-missing', 'there is no such view of yours', { view: ask.id });
}
export async function chooseColumns(db, personId, columns) {
    await keepColumns(db, personId, columns);
}
